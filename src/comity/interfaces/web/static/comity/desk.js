/* Shortcuts, the palette, menus, the drop zone, and what to say when Comity does not answer. */
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* What opens over the page. Each opener is a link that also works without this file. */
  function open(name) {
    const dialog = document.getElementById(name);
    if (!dialog) return false;
    all("dialog[open]").forEach((other) => other !== dialog && other.close());
    if (!dialog.open) dialog.showModal();
    const field = one("[data-first]", dialog);
    if (field) {
      field.focus();
      if (field.select) field.select();
    }
    return true;
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (opener && plain && open(opener.dataset.opens)) {
      event.preventDefault();
      return;
    }
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
    if (event.target.nodeName === "DIALOG") event.target.close();
    all("details.menu[open]").forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });

  /* Keys. Single letters count only where nothing is being typed. */
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  const keys = {
    "/": () => open("palette"),
    "?": () => open("help"),
    n: () => open("log"),
    t: () => go("today"),
    p: () => go("people"),
    m: () => go("matters"),
    g: () => go("guard"),
    h: () => document.dispatchEvent(new Event("comity:hide")),
    l: () => !document.dispatchEvent(new Event("comity:lock", { cancelable: true })),
  };
  /* Single letters can be switched off, for those who speak to their machine (WCAG 2.1.4). */
  let letters = localStorage.getItem("letters") !== "off";
  const choice = one("[data-letters]");
  if (choice) {
    choice.checked = letters;
    choice.addEventListener("change", () => {
      letters = choice.checked;
      localStorage.setItem("letters", letters ? "on" : "off");
    });
  }
  function go(name) {
    const link = one(`[data-page="${name}"]`);
    if (link) window.location.assign(link.href);
    return Boolean(link);
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (open("palette")) event.preventDefault();
      return;
    }
    if (event.key === "Escape") closeMenus();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (one("dialog[open]") || !letters) return;
    if (one(".review") && review(event.key)) {
      event.preventDefault();
      return;
    }
    if (keys[event.key] && keys[event.key]()) event.preventDefault();
  });

  /* The box for one's own words: Ctrl and Enter record. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const box = event.target.closest(".log-box") || one("dialog[open] .log-box");
    const button = box && one('[name="do"]', box);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  /* Whoever answered a question goes on to the next one, or to recording. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const box = event.detail.elt.closest(".log-box");
    if (!box || document.activeElement !== document.body) return;
    const next = one(".asked button, .asked input", box) || one('[name="do"]', box) || one("[data-first]", box);
    if (next) next.focus();
  });

  /* Review: one proposal is current; its buttons have keys, and so has taking the last answer back. */
  let undone = null;
  function review(key) {
    const cards = all("[data-review]");
    const current = document.activeElement.closest("[data-review]");
    const at = cards.indexOf(current);
    if (key === "j" || key === "k") {
      const next = cards[Math.max(0, Math.min(cards.length - 1, at + (key === "j" ? 1 : at < 0 ? 1 : -1)))];
      if (next) show(next);
      return true;
    }
    if (key === "u") {
      const last = undone && document.getElementById(undone);
      const button = one('[data-key="u"]', last || document);
      if (button) button.click();
      return Boolean(button);
    }
    const button = current && one(`[data-key="${CSS.escape(key)}"]`, current);
    if (!button) return key === "n" || key === "y";
    undone = current.id;
    button.click();
    return true;
  }
  function show(card) {
    card.focus();
    card.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!one(".review") || !event.detail.target.matches || !event.detail.target.id.startsWith("question-")) return;
    const place = document.getElementById(event.detail.target.id);
    const cards = all("[data-review]");
    if (!place) return;
    const after = (card) => place.compareDocumentPosition(card) & Node.DOCUMENT_POSITION_FOLLOWING;
    const next = place.matches("[data-review]") ? place : cards.find(after) || cards[cards.length - 1];
    if (next) show(next);
  });

  function closeMenus() {
    all("details.menu[open]").forEach((menu) => {
      menu.removeAttribute("open");
      one("summary", menu).focus();
    });
  }

  /* The palette: arrows walk through what was found, Enter takes the first. */
  document.addEventListener("keydown", (event) => {
    const palette = event.target.closest("#palette");
    if (!palette || event.isComposing) return;
    const links = all(".finds a", palette);
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (links[next] || one("[data-first]", palette)).focus();
    } else if (event.key === "Enter" && at < 0 && links.length && isAnswered(palette)) {
      event.preventDefault();
      links[0].click();
    }
  });
  /* Whether the list belongs to the words typed: an answer still on its way must not be taken for it. */
  const isAnswered = (palette) => one(".finds", palette).dataset.words === one("[data-first]", palette).value.trim();

  /* The drop zone. Without this file the plain file field does the same. */
  function showChosen(field) {
    const list = one("[data-chosen]", field.closest("form"));
    list.replaceChildren(
      ...[...field.files].map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} · ${size(file.size)}`;
        return line;
      }),
    );
  }
  function size(bytes) {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    const step = Math.min(3, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
    const style = { style: "unit", unit: units[step], maximumFractionDigits: 1 };
    return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / 1000 ** step);
  }

  for (const zone of all("[data-drop]")) {
    const field = one("input[type=file]", zone);
    field.addEventListener("change", () => showChosen(field));
    for (const name of ["dragenter", "dragover"])
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const chosen = new DataTransfer();
      for (const file of [...field.files, ...event.dataTransfer.files]) chosen.items.add(file);
      field.files = chosen.files;
      showChosen(field);
    });
  }

  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = one("progress[data-upload]", event.target);
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  });

  /* A draft that is being changed opens nowhere until the server has looked at it, and made the link anew. */
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-mailto]");
    if (!form) return;
    htmx.trigger(form.elements.body, "htmx:abort");
    all("[data-mailto-link]", form).forEach((link) => {
      link.removeAttribute("href");
      link.setAttribute("aria-disabled", "true");
    });
  });

  /* On a narrow screen the tabs scroll; the one that is open is seen. */
  const tab = one(".tabs [aria-current]");
  if (tab) tab.closest(".tabs").scrollLeft = tab.offsetLeft - 48;

  /* What a form was refused for is said on top of the page, which may be far from the form. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const warned = event.detail.target.id === "messages" && one("#messages .warn");
    if (warned) warned.scrollIntoView({ block: "center" });
  });

  /* Selects that act at once; their button is for browsers without this file. */
  const hideNeedless = (within) => all("[data-without-script]", within).forEach((button) => (button.hidden = true));
  hideNeedless(document);
  document.addEventListener("htmx:load", (event) => hideNeedless(event.target));

  /* When Comity does not answer. */
  const trouble = document.getElementById("trouble");
  function say(words) {
    if (!trouble) return;
    one("p", trouble).textContent = words;
    trouble.hidden = false;
  }
  const offline = () => trouble && say(trouble.dataset.offline);
  document.addEventListener("htmx:sendError", offline);
  document.addEventListener("htmx:timeout", offline);
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const words = { 403: trouble.dataset.stale, 404: trouble.dataset.missing };
    say(words[status] || trouble.dataset.failed);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && trouble) trouble.hidden = true;
  });
})();
