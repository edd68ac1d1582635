"""Chooses the posts of many archives that each kind of fault is planted in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from random import Random

from tests.faults.kind import Kind
from tests.faults.planting import Fault, Planter

# Posts that are tried for one kind before those made for rare kinds. Each try costs about a millisecond
_MOST_TRIES = 400


def choose(
    planters: Mapping[str, Planter],
    made: Sequence[str],
    kinds: Sequence[Kind],
    times: int,
    seed: int,
    *,
    small: Collection[str] | None = None,
) -> dict[str, list[list[Fault]]]:
    """The rounds of each archive: lists of faults, one a post. Each kind gets `times` places if it finds them.

    The places are on random posts of all archives but `made`, which have the posts for kinds that find no other place.
    Faults in files of a site that are no pages of posts are planted in the archives `small`, None for all.
    Each post gets about as many faults as any other. Records have rounds of their own, because a changed record is a
    fault of many posts.
    """
    random = Random(seed)  # noqa: S311  # which posts, no secret
    load: Counter[tuple[str, str, bool]] = Counter()
    chosen: dict[tuple[str, bool, int], list[Fault]] = {}
    posts = {name: [(name, post_id) for post_id in planter.targets] for name, planter in planters.items()}
    first = [post for name, some in posts.items() if name not in made for post in some]
    last = [post for name in made for post in posts[name]]
    for kind in (kind for kind in kinds if kind.place != "site"):
        is_record, found = kind.place == "record", 0
        for candidates, most in ((first, _MOST_TRIES), (last, len(last))):
            random.shuffle(candidates)
            candidates.sort(key=lambda post: load[*post, is_record])
            for name, post_id in candidates[:most]:
                if found == times:
                    break
                fault = Fault(kind, post_id, f"{seed} {kind.place} {kind.name} {post_id}")
                if planters[name].can_plant(fault):
                    chosen.setdefault((name, is_record, load[name, post_id, is_record]), []).append(fault)
                    load[name, post_id, is_record] += 1
                    found += 1
    rounds: dict[str, list[list[Fault]]] = {}
    for (name, _, _), faults in sorted(chosen.items(), key=lambda item: item[0]):
        rounds.setdefault(name, []).append(faults)
    of_sites = {name: one for name, one in planters.items() if small is None or name in small}
    for name, some in _of_sites(of_sites, [kind for kind in kinds if kind.place == "site"], times, random).items():
        rounds.setdefault(name, []).extend(some)
    return rounds


def _of_sites(
    planters: Mapping[str, Planter], kinds: Sequence[Kind], times: int, random: Random
) -> dict[str, list[list[Fault]]]:
    """The rounds of faults in files that are no pages of posts: one a file in each round, so that no fault is named for
    another one.
    """
    chosen: dict[str, list[list[Fault]]] = {name: [] for name in planters}
    files: dict[str, list[set[str]]] = {name: [] for name in planters}
    for kind in kinds:
        tries = [(name, number) for name in planters for number in range(times)]
        random.shuffle(tries)
        found = 0
        for name, number in tries:
            planter = planters[name]
            fault = Fault(kind, next(iter(planter.targets)), f"{number} {kind.name} {name}")
            if found == times or not planter.can_plant(fault):
                continue
            file = planter.site_file(fault)
            place = next((n for n, taken in enumerate(files[name]) if file not in taken), len(files[name]))
            if place == len(files[name]):
                files[name].append(set())
                chosen[name].append([])
            files[name][place].add(file)
            chosen[name][place].append(fault)
            found += 1
    return chosen
