"""`archive verify` compares the page of the proof on the site with the record of the proof."""

from __future__ import annotations

import json

from medium_archive.checks import site_pages, snapshot
from medium_archive.commands.build import build
from medium_archive.folder.layout import Layout
from tests.site_changes import change_file, choose, replaced


def test_the_page_of_the_proof_has_the_sentences_and_numbers_of_the_record(own_example: Layout) -> None:
    """Also about losses, edited texts, several authors and posts without a date or title."""
    record = own_example.records / "proof.json"
    proof = json.loads(record.read_bytes())
    posts = proof["posts"]
    posts[0] |= {"author": "Ben  Ode", "edited": True}
    posts[1] |= {"date": "", "lang": ""}
    posts[2] |= {"title": ""}
    known = {"group": "words_kept", "why": "new reason", "reason": "A new one."}
    posts[3]["parts"] = [
        {"kind": "prose", "words": "lost words"},
        {"kind": "pictures", "words": "·", "added": True},
        {"kind": "new kind", "words": "kept words", **known},
    ]
    posts[4]["amounts"][0]["found"] = 3
    proof["exports"].append({**proof["exports"][0], "exported": "", "account": ""})
    record.write_text(json.dumps(proof), "utf-8")
    choose(own_example, "site", proof=True)
    build(own_example)

    def inspected() -> str:
        issues = site_pages.inspect(snapshot.read(own_example)).issues
        return "".join(one.message for one in issues if one.where == "site/proof/index.html")

    assert not inspected()
    changes = {
        "Lost: 1": ("Lost: 0", "p.verdict “Lost: 1, added: 1”"),
        "lost words": ("last words", "q “lost words”"),
        "<dd>24 of": ("<dd>25 of", "dd “24 of 25”"),
        "<td>3 of": ("<td>4 of", "td “3 of 4”"),
    }
    for old, (new, _) in changes.items():
        change_file(own_example, "proof/index.html", replaced(old, new))
    message = inspected()
    assert [lacked for _, lacked in changes.values() if lacked not in message] == []
