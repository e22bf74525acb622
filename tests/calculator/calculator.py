#!/usr/bin/env python3
"""A second calculator of the default schemes, written from the documents alone.

    calculator.py compare FILE.jsonl     one generated case a line; compares every amount to the đồng
    calculator.py case FILE.toml …       settlement cases; compares lines, reasons and totals of every run

It shares no code with the engine, so that one mistake cannot be made twice by copying. It rests on docs/schemes.md,
docs/settlement.md (cited as "rule 3") and the scheme files, and knows only what the default schemes use: whatever else
it meets is `Unknown`, never a guess. Exit 0: all agree; 1: something differs, or nothing was compared.

Where the documents are silent it reads them so:
- the last graduation in effect counts, also after a withdrawal; it is annulled by an annulment on its day or later;
- the newest of flag and decision says how a duplicate stands; a flag leaves lost what is lost for another reason; neither it
  nor liquidation changes who ranks as "kept";
- days of suspension before the enrolment move nothing; a result or an end of the course does not end a suspension;
- what a fact supersedes stays out, even when that fact is itself superseded;
- a provider that is also the host is one payee, and its hours add up.
"""
import json
import sys
import tomllib
from collections import defaultdict, namedtuple
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NOT_GRADUATED = ("weak", "failed")     # classes that are no graduation
SHOWN = 3                              # differing cases that are printed in full


class Unknown(Exception):
    """Something that the default schemes do not use."""


@dataclass
class Fact:
    """What happened to a learner; `recorded` and a run's `known_at` only need to be comparable."""
    id: int
    on: date
    recorded: object
    by: int
    supersedes: int | None
    kind: str
    grade: str | None = None           # of graduated
    host: int | None = None            # of placed
    hours: Fraction = Fraction(0)      # of hours, with the place
    place: str | None = None
    pay: bool | None = None            # of duplicate_decided


Part = namedtuple("Part", "code share trigger by_quality payee")
Standing = namedtuple("Standing", "state day why")      # state: earned (with a day), open or lost (with a reason)
Scheme = namedtuple("Scheme", "parts census_days factors mode remainder")
Order = namedtuple("Order", "code price quantity provider ends_on")
Learner = namedtuple("Learner", "enrolment code order facts")
Result = namedtuple("Result", "entitled standings accepted rejected outstanding")


# ---- the scheme ------------------------------------------------------------------------------------------------------

def number(text):
    """An exact fraction of "0.30", "30%" or 30."""
    text = str(text)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def only(table, *known, where):
    """Refuse every key that is not known here."""
    for key in table:
        if key not in known:
            raise Unknown(f"{where}.{key}")


def trigger_of(table, where):
    known = {"retained": ["days"], "graduated": [], "employed": ["within_days", "lasting_days"]}
    if table["kind"] not in known:
        raise Unknown(f"{where} = {table['kind']}")
    only(table, "kind", *known[table["kind"]], where=f"{where} = {table['kind']}")
    return {key: value if key == "kind" else int(value) for key, value in table.items()}


def load_scheme(raw):
    """Read a scheme: the price of a learner divided by shares, with an optional retention in each component."""
    only(raw, "id", "version", "title", "governs_from", "currency", "replaces", "price", "amounts", "quantity", "components",
         "quality", "rounding", "advance", "netting", "tax", where="scheme")     # the last three act after entitlement
    implied = {"beyond": "refuse", "rank": ["kept", "enrolled_on"]} if "price" in raw else {}      # the older form: rule 3
    amounts = raw.get("amounts", [{"code": "price", "value": raw.get("price", {}).get("base")}])
    only(amounts[0], "code", "title", "value", "law", where="amounts")
    only(raw.get("price", {}), "base", "unit", "law", where="price")
    seats = raw.get("quantity", implied)
    only(seats, "beyond", "rank", "law", where="quantity")
    if len(amounts) != 1 or amounts[0]["value"] not in ("agreed", "order.price"):
        raise Unknown("scheme.amounts")
    if seats.get("beyond") != "refuse" or seats.get("rank") != ["kept", "enrolled_on"]:
        raise Unknown("scheme.quantity")
    parts = []
    for component in raw["components"]:
        code = component["code"]
        only(component, "code", "title", "law", "share", "of", "trigger", "by_quality", "payee", "retention", where=code)
        if component.get("of", amounts[0]["code"]) != amounts[0]["code"] or component.get("payee", "provider") not in ("provider", "by_hours"):
            raise Unknown(f"{code}.of or payee")
        share, retention = number(component["share"]), component.get("retention")
        kept_back = number(retention["share"]) if retention else Fraction(0)
        rest = (component.get("by_quality", False), component.get("payee", "provider"))
        parts.append(Part(code, share * (1 - kept_back), trigger_of(component["trigger"], code), *rest))
        if retention:
            if component["trigger"]["kind"] != "graduated":
                raise Unknown(f"{code}.retention")
            only(retention, "title", "share", "release", "law", where=f"{code}.retention")
            release = trigger_of(retention["release"], f"{code}.retention")
            parts.append(Part(f"{code}.retained", share * kept_back, release, *rest))
    if sum(part.share for part in parts) != 1:
        raise Unknown("shares that do not sum to 1")
    rounding = raw["rounding"]
    only(rounding, "unit", "mode", "remainder", "step", "law", where="rounding")
    if number(rounding.get("unit", 1)) != 1 or rounding.get("step", "once") != "once":
        raise Unknown("rounding.unit or step")
    factors = {grade: number(factor) for grade, factor in raw.get("quality", {}).get("factors", {}).items()}
    if parts[0].trigger["kind"] != "retained":
        raise Unknown("a first component without a census")
    return Scheme(parts, parts[0].trigger["days"], factors, rounding["mode"], rounding["remainder"])


def rounded(exact, mode):
    """One rounding to whole đồng."""
    modes = {"half_up": lambda: floor(exact + Fraction(1, 2)), "half_even": lambda: round(exact), "truncate": lambda: floor(exact)}
    if mode not in modes:
        raise Unknown(f"rounding.mode = {mode}")
    return modes[mode]()


def divided(total, weights, remainder):
    """Divide whole đồng by weights without losing one; ties go to the earlier (rules 1 and 9)."""
    exact = [Fraction(total) * weight / sum(weights) for weight in weights]
    whole = [floor(share) for share in exact]
    left = total - sum(whole)
    if remainder == "largest":
        for at in sorted(range(len(whole)), key=lambda at: (whole[at] - exact[at], at))[:left]:
            whole[at] += 1
    elif remainder in ("first", "last"):
        whole[0 if remainder == "first" else -1] += left
    else:
        raise Unknown(f"rounding.remainder = {remainder}")
    return whole


# ---- what happened ---------------------------------------------------------------------------------------------------

def in_effect(facts, as_of, known_at):
    """Happened by the day, known by the time, not superseded by a fact known then; by day, then id (rule 2)."""
    known = [fact for fact in facts if fact.recorded <= known_at]
    superseded = {fact.supersedes for fact in known}
    return sorted((fact for fact in known if fact.on <= as_of and fact.id not in superseded), key=lambda fact: (fact.on, fact.id))


def first(facts, kind):
    return next((fact for fact in facts if fact.kind == kind), None)


def census_day(facts, enrolled_on, days):
    """So many days after enrolment, moved by every suspension that begins before it; None while one is open (rule 5)."""
    census, suspended = enrolled_on + timedelta(days), None
    for fact in facts:
        if fact.kind == "suspended" and suspended is None:
            suspended = max(fact.on, enrolled_on)
        elif fact.kind == "resumed" and suspended is not None:
            if suspended < census:
                census += max(fact.on - suspended, timedelta(0))
            suspended = None
    return None if suspended is not None and suspended < census else census


def retained(facts, enrolled_on, days, as_of):
    """Rule 5: withdrawn before the census loses the part, on it or later keeps it."""
    census, withdrew = census_day(facts, enrolled_on, days), first(facts, "withdrew")
    if withdrew and (census is None or withdrew.on < census):
        return Standing("lost", None, "withdrew_before_census")
    if census is None:
        return Standing("open", None, "suspended")
    return Standing("earned", census, None) if as_of >= census else Standing("open", None, "census_ahead")


def graduation(facts):
    """Rule 6, and the class."""
    result = first(reversed(facts), "graduated")
    if result is None:
        return (Standing("lost", None, "withdrew") if first(facts, "withdrew") else Standing("open", None, "result_awaited")), None
    if any(fact.kind == "annulled" and fact.on >= result.on for fact in facts):
        return Standing("lost", None, "annulled"), result.grade
    if result.grade in NOT_GRADUATED:
        return Standing("lost", None, "did_not_graduate"), result.grade
    return Standing("earned", result.on, None), result.grade


def employed(facts, graduated, within_days, lasting_days, as_of):
    """Rule 7: any job that began by the end of the window and lasted; a job ends when it ended or the next one begins."""
    if graduated.state != "earned":
        return graduated
    jobs = []                                               # [begin, end or None]
    for fact in facts:
        if fact.kind in ("employed", "employment_ended") and jobs and jobs[-1][1] is None:
            jobs[-1][1] = fact.on
        if fact.kind == "employed":
            jobs.append([fact.on, None])
    window = graduated.day + timedelta(within_days)
    jobs = [(begin, begin + timedelta(lasting_days), end) for begin, end in jobs if begin <= window]
    for begin, lasted, end in jobs:
        if as_of >= lasted and (end is None or end >= lasted):
            return Standing("earned", max(lasted, graduated.day), None)
    if any(end is None for _, _, end in jobs):
        return Standing("open", None, "employment_not_long_enough")
    if as_of <= window:
        return Standing("open", None, "employment_awaited")
    return Standing("lost", None, "employment_not_long_enough" if jobs else "not_employed")


def standings(scheme, facts, as_of, closing):
    """How each part of a learner with a place stands, and the class."""
    graduated, grade = graduation(facts)
    duplicate = next((fact for fact in reversed(facts) if fact.kind in ("duplicate_flagged", "duplicate_decided")), None)
    stands = {}
    for part in scheme.parts:
        if part.trigger["kind"] == "retained":
            standing = retained(facts, first(facts, "enrolled").on, part.trigger["days"], as_of)
        elif part.trigger["kind"] == "graduated":
            standing = graduated
        else:
            standing = employed(facts, graduated, part.trigger["within_days"], part.trigger["lasting_days"], as_of)
        if duplicate and duplicate.kind == "duplicate_flagged" and standing.state != "lost":                # rule 4
            standing = Standing("open", None, "duplicate_undecided")
        elif duplicate and duplicate.kind == "duplicate_decided" and not duplicate.pay:
            standing = Standing("lost", None, "duplicate_refused")
        if closing and standing.state == "open":                                                            # rule 11
            standing = Standing("lost", None, "order_closed")
        stands[part.code] = standing
    return stands, grade


def hours_by_payee(facts, provider):
    """Rule 9: the provider first, then the hosts where the learner was placed and which reported hours themselves."""
    placed = {fact.host for fact in facts if fact.kind == "placed"}
    college, hosts = Fraction(0), defaultdict(Fraction)
    for fact in facts:
        if fact.kind == "hours" and fact.place == "college":
            college += fact.hours
        elif fact.kind == "hours" and fact.by in placed:
            hosts[fact.by] += fact.hours
    college += hosts.pop(provider, 0)
    hours = [(provider, college)] + sorted(hosts.items())
    return hours if sum(amount for _, amount in hours) > 0 else [(provider, Fraction(1))]


# ---- the order -------------------------------------------------------------------------------------------------------

def calculate(scheme, order, learners, as_of, known_at, closing):
    """What is entitled so far, and where the whole volume of the order stands."""
    views = {learner.enrolment: in_effect(learner.facts, as_of, known_at) for learner in learners}
    enrolled = {enrolment: fact.on for enrolment, facts in views.items() if (fact := first(facts, "enrolled"))}

    def rank(enrolment):                                                                                    # rule 3
        census = retained(views[enrolment], enrolled[enrolment], scheme.census_days, as_of)
        return (census.state == "lost", enrolled[enrolment], enrolment)

    seated = sorted(enrolled, key=rank)[:order.quantity]
    values = divided(order.price, [part.share for part in scheme.parts], scheme.remainder)                  # rule 1
    entitled, stands, volume = defaultdict(int), {}, {"earned": 0, "open": 0, "lost": 0}
    for enrolment, facts in views.items():
        if enrolment not in seated:
            why = "beyond_quantity" if enrolment in enrolled else "not_enrolled"
            stands[enrolment] = {part.code: Standing("lost", None, why) for part in scheme.parts}
            continue
        stands[enrolment], grade = standings(scheme, facts, as_of, closing)
        for part, value in zip(scheme.parts, values):
            standing = stands[enrolment][part.code]
            if standing.state != "earned":
                volume[standing.state] += value
                continue
            earned = rounded(value * scheme.factors[grade], scheme.mode) if part.by_quality else value      # rule 8
            volume["earned"] += earned
            volume["lost"] += value - earned
            payees = hours_by_payee(facts, order.provider) if part.payee == "by_hours" else [(order.provider, Fraction(1))]
            shares = divided(earned, [hours for _, hours in payees], scheme.remainder)
            for (payee, _), share in zip(payees, shares):
                if share:
                    entitled[enrolment, part.code, payee] += share
    empty = (order.quantity - len(seated)) * order.price                                                    # rule 11
    volume["lost" if closing or as_of > order.ends_on else "open"] += empty
    assert sum(volume.values()) == order.price * order.quantity
    return Result(dict(entitled), stands, volume["earned"], volume["lost"], volume["open"])


# ---- generated cases -------------------------------------------------------------------------------------------------

def read_fact(raw):
    return Fact(raw["id"], date.fromisoformat(raw["on"]), raw["recorded"], raw["by"], raw.get("supersedes"), raw["kind"], raw.get("class"),
                raw.get("host"), Fraction(raw.get("hours") or 0), raw.get("place"), raw.get("pay"))


def compare(file):
    """Compute every case of a file anew; the differing ones are printed in full."""
    schemes, cases, differing = {}, 0, 0
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        raw, cases = json.loads(line), cases + 1
        if raw["scheme"] not in schemes:
            places = [Path(raw["scheme"]), Path(file).parent / raw["scheme"], REPOSITORY / raw["scheme"]]
            path = next((place for place in places if place.exists()), places[0])
            schemes[raw["scheme"]] = load_scheme(tomllib.loads(path.read_text(encoding="utf-8")))
        order = Order("A", raw["order"]["price"], raw["order"]["quantity"], raw["order"]["provider"], date.fromisoformat(raw["order"]["ends_on"]))
        learners = [Learner(one["enrolment"], str(one["enrolment"]), "A", [read_fact(fact) for fact in one["facts"]]) for one in raw["learners"]]
        got = calculate(schemes[raw["scheme"]], order, learners, date.fromisoformat(raw["as_of"]), raw["known_at"], raw["closing"])
        expected = {}
        for enrolment, part, payee, amount in raw["entitled"]:
            expected[enrolment, part, payee] = expected.get((enrolment, part, payee), 0) + amount
        volumes = {name: (getattr(got, name), raw[name]) for name in ("accepted", "rejected", "outstanding")}
        if got.entitled == expected and all(ours == theirs for ours, theirs in volumes.values()):
            continue
        differing += 1
        if differing <= SHOWN:
            print(f"case {cases} differs (calculator / file):")
            for key in sorted(got.entitled.keys() | expected.keys()):
                ours, theirs = got.entitled.get(key, 0), expected.get(key, 0)
                print(f"  {'=' if ours == theirs else '≠'} enrolment {key[0]}, {key[1]}, payee {key[2]}: {ours} / {theirs}")
            for name, (ours, theirs) in volumes.items():
                print(f"  {'=' if ours == theirs else '≠'} {name}: {ours} / {theirs}")
            for enrolment, parts in got.standings.items():
                print(f"  enrolment {enrolment}: " + ", ".join(f"{code} {one.state} {one.day or one.why}" for code, one in parts.items()))
            print(json.dumps(raw, ensure_ascii=False, indent=1))
    print("no cases" if not cases else f"{differing} of {cases} cases differ" if differing else f"{cases} cases agree")
    return differing == 0 and cases > 0


# ---- settlement cases ------------------------------------------------------------------------------------------------

def read_case(raw, folder):
    """The scheme, the orders, the learners and the parties of a case file."""
    only(raw, "title", "about", "scheme", "parties", "orders", "learners", "runs", where="case")
    scheme = load_scheme(raw["scheme"] if isinstance(raw["scheme"], dict) else tomllib.loads((folder / raw["scheme"]).read_text(encoding="utf-8")))
    parties, orders, learners = [party["code"] for party in raw["parties"]], {}, []
    for one in raw["orders"]:
        if one.get("facts"):
            raise Unknown(f"orders.facts ({one['facts'][0]['kind']})")
        only(one, "code", "provider", "quantity", "price", "starts_on", "ends_on", "facts", where="orders")
        code = one.get("code", "A")
        orders[code] = Order(code, int(one["price"]), one["quantity"], parties.index(one["provider"]), one["ends_on"])
    for enrolment, one in enumerate(raw["learners"]):
        only(one, "code", "order", "facts", where="learners")
        order, facts = orders[one.get("order", next(iter(orders)))], []
        ids = {fact["id"]: at for at, fact in enumerate(one["facts"]) if "id" in fact}
        for at, raw_fact in enumerate(one["facts"]):
            only(raw_fact, "on", "kind", "value", "label", "recorded", "by", "evidence", "id", "supersedes", "until", where="facts")
            by = parties.index(raw_fact["by"]) if "by" in raw_fact else order.provider
            fact = Fact(at, raw_fact["on"], raw_fact.get("recorded", raw_fact["on"]), by, ids.get(raw_fact.get("supersedes")), raw_fact["kind"])
            value, label = raw_fact.get("value"), raw_fact.get("label")
            match fact.kind:
                case "graduated": fact.grade = label
                case "placed": fact.host = parties.index(label)
                case "hours": fact.hours, fact.place = Fraction(value), label
                case "duplicate_decided": fact.pay = value in (True, "yes")
                case "enrolled" | "suspended" | "resumed" | "withdrew" | "completed" | "annulled" | "employed" \
                    | "employment_ended" | "duplicate_flagged" | "retracted": pass
                case _: raise Unknown(f"facts.kind = {fact.kind}")
            facts.append(fact)
        learners.append(Learner(enrolment, one["code"], order.code, facts))
    return scheme, orders, learners, parties


def run_case(raw, folder):
    """Settle the runs of a case in order; what one gave counts as settled in the next. Gives the differences."""
    scheme, orders, learners, parties = read_case(raw, folder)
    settled, wrong = defaultdict(int), []
    for at, run in enumerate(raw["runs"], start=1):
        only(run, "as_of", "known", "closing", "advance", "lines", "more", "zeros", "totals", "statements", where="runs")
        if run.get("advance"):
            continue                                        # pays ahead; nothing is settled
        found, totals, now, stands = [], defaultdict(int), defaultdict(int), {}
        for order in orders.values():
            result = calculate(scheme, order, [one for one in learners if one.order == order.code], run["as_of"],
                               run.get("known", run["as_of"]), run.get("closing", False))
            now.update(result.entitled)
            stands.update(result.standings)
            for name in ("accepted", "rejected", "outstanding"):
                totals[name] += getattr(result, name)
        for enrolment, part, payee in sorted(now.keys() | settled.keys()):
            due = now[enrolment, part, payee] - settled[enrolment, part, payee]
            if due:
                learner = learners[enrolment]
                found.append({"learner": learner.code, "order": learner.order, "component": part, "payee": parties[payee],
                              "earned": stands[enrolment][part].day, "due": due})
                totals["due"] += due
                totals[part] += due
        settled = now

        met = set()
        for line in run.get("lines", []):
            only(line, "learner", "order", "component", "payee", "earned", "due", where="lines")
            same = [n for n, one in enumerate(found) if all(one[key] == line[key] for key in line if key != "due")]
            met.update(same)
            if not same or sum(found[n]["due"] for n in same) != int(line["due"]):
                wrong.append(f"run {at}: expected {line}, got {[found[n] for n in same]}")
        if "lines" in run and not run.get("more"):
            wrong += [f"run {at}: not expected {one}" for n, one in enumerate(found) if n not in met]
        for zero in run.get("zeros", []):
            enrolment = next(one.enrolment for one in learners if one.code == zero["learner"])
            standing = stands[enrolment][zero["component"]]
            if standing.state == "earned" or standing.why != zero.get("reason", standing.why):
                wrong.append(f"run {at}: expected {zero}, got {standing}")
        only(run.get("totals", {}), "due", "accepted", "rejected", "outstanding", *(part.code for part in scheme.parts), where="totals")
        wrong += [f"run {at}: expected {key} = {amount}, got {totals[key]}"
                  for key, amount in run.get("totals", {}).items() if totals[key] != int(amount)]
    return wrong


def case(files):
    agree = skipped = differing = 0
    for file in map(Path, files):
        try:
            raw = tomllib.loads(file.read_text(encoding="utf-8"))
            wrong = run_case(raw, file.parent)
        except Unknown as feature:
            print(f"SKIPPED {file}: {feature}")
            skipped += 1
            continue
        agree, differing = agree + (not wrong), differing + bool(wrong)
        print("\n  ".join([f"{'DIFFERS' if wrong else 'agrees'} {file}", *wrong]))
    print(f"{agree} cases agree, {differing} differ, {skipped} skipped (statements, advances and set-off are not compared)")
    return differing == 0 and agree > 0


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "compare":
        sys.exit(0 if compare(sys.argv[2]) else 1)
    if len(sys.argv) > 2 and sys.argv[1] == "case":
        sys.exit(0 if case(sys.argv[2:]) else 1)
    sys.exit(__doc__)
