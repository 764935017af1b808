"""Some words put into all that is declared, recorded and noted sealed, so that no document of it may let them out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from comity.actions import decisions, disclosures, gifts, ideas, incidents, interests, rights, rules
from comity.actions.incidents import Attached
from comity.core.incidents import Told, When
from comity.store.access import Scope


@dataclass(frozen=True, slots=True)
class Declared:
    """Ids of what stands in documents; incident: "" where nothing is sealed yet, so that there is none."""

    decision: str
    interest: str
    idea: str
    incident: str


def declare(scope: Scope, eve: str, texts: list[str]) -> Declared:
    """Put these three texts into what is declared about Eve, into an idea that she saw, and into an incident."""
    one, two, three = texts
    path = {"steps": [f"Eve, {one}", two], "weight": "strong", "people": [eve]}
    decision = decisions.keep(scope, one, "disclose", [path])
    interest = interests.add(scope, "stake", person_id=eve, text=two)
    interests.disclose(scope, interest, one)
    gifts.add(scope, "received", three, person_id=eve)
    rules.stay_out(scope, eve, two, three)
    idea = ideas.record(scope, one[:300], two)
    ideas.show(scope, idea, eve, how=one[:200], text=three)
    disclosures.tell(scope, eve, two, topic=three[:200], how=one[:200])
    rights.set_purpose(scope, eve, purpose=one, source=two[:300])
    return Declared(decision, interest, idea, _incident(scope, texts) if scope.key else "")


def _incident(scope: Scope, texts: list[str]) -> str:
    one, two, three = texts
    told = Told(
        one[:200],
        When("2024-10-03T14:30", told=two[:200], zone="UTC"),
        where=three[:200],
        others=one[:200],
        words=(one,),
        saw=(two, "The door was shut."),
        told=(three,),
        inferred=(one,),
        response=two,
        impact=three,
    )
    file = Attached("proof.txt", BytesIO(two.encode()), three)
    id = incidents.write(scope, told, [file])
    incidents.correct(scope, id, three, field="saw/1")
    incidents.close(scope, id, one)
    return id
