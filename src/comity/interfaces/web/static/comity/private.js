/* Hiding what is private, and letting what was opened vanish when it is locked. Runs before the page is drawn. */
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isPrivate = () => Boolean(document.querySelector("[data-private]"));

  /* Hide: one class, so that nothing private is ever drawn while it stands. Only on or off is remembered; what a lock
     hid is hidden on that page alone, with a word on why, until it is open. */
  let byLock = false;
  function hide(hidden, locked = false) {
    byLock = locked;
    root.classList.toggle("hiding", hidden);
    if (hidden && !locked) sessionStorage.setItem("hiding", "on");
    else if (!locked) sessionStorage.removeItem("hiding");
    for (const words of all("[data-locked-words]")) words.hidden = !locked;
    for (const button of all("[data-hides]")) button.setAttribute("aria-pressed", String(hidden));
    for (const part of all("[data-private]")) part.inert = hidden;
  }
  const hiding = () => root.classList.contains("hiding");
  root.classList.toggle("hiding", sessionStorage.getItem("hiding") === "on");
  document.addEventListener("comity:hide", () => hide(!hiding()));
  document.addEventListener("htmx:load", () => hiding() && hide(true, byLock));

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-hides]")) hide(!hiding());
    if (event.target.closest("[data-prints]")) window.print();
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of all("[data-hides], [data-prints]")) button.hidden = false;
    hide(hiding());
    watch();
  });

  /* Lock: the key does what the button does, and every other page of ours looks whether it still may show what it shows. */
  const others = new BroadcastChannel("comity");
  document.addEventListener("comity:lock", (event) => {
    const form = document.querySelector("form[data-locks]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
  others.addEventListener("message", () => setTimeout(look, 500));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && isPrivate()) window.location.reload();
    else if (!document.querySelector("[data-unlocked]")) others.postMessage("locked");
  });

  /* A form that was sent while it was locked stays as it is, and is sent anew as soon as it is open. */
  let sent = null;
  let refused = null;
  document.addEventListener("submit", (event) => {
    if (!event.target.closest(".unlock")) sent = { form: event.target, by: event.submitter };
  }, true);
  document.addEventListener("comity:locked", (event) => {
    refused = sent?.form === event.target ? sent : null;
  });
  document.addEventListener("comity:opened", () => {
    if (byLock) hide(false);
    if (refused?.form.isConnected) setTimeout(() => refused.form.requestSubmit(refused.by));
    sent = null;
  });

  /* Idle: asking for how long it stays open is no use of it; typing is. */
  const MINUTE = 60_000;
  let typed = false;
  let told = 0;
  let timer = 0;
  const page = () => document.querySelector("[data-unlocked]");
  function watch() {
    if (page()) later(Number(page().dataset.unlocked));
  }
  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(seconds * 1000 + 1000, 5 * MINUTE));
  }
  async function look() {
    if (!page()) return;
    let seconds = 0;
    try {
      const answer = await fetch(page().dataset.left, { headers: { "HX-Request": "true" }, cache: "no-store" });
      seconds = answer.ok && !answer.redirected ? (await answer.json()).seconds : 0;
    } catch {
      seconds = 0;
    }
    if (seconds) later(seconds);
    else if (typed) hide(true, byLock || !hiding());
    else if (isPrivate()) window.location.reload();
  }
  document.addEventListener("input", (event) => {
    typed = typed || Boolean(event.target.closest("form")?.method === "post");
    const token = document.querySelector("[name=csrfmiddlewaretoken]");
    if (!page() || !token || Date.now() - told < MINUTE) return;
    told = Date.now();
    fetch(page().dataset.stay, { method: "POST", headers: { "X-CSRFToken": token.value } }).catch(() => {});
  });
})();
