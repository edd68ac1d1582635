"""The JSON of a story in each wrapper, with what real pages have beside it: secrets of the viewer, others' posts."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from tests.saved_pages.tellings import Part, Telling

_NUMBERS = {
    "P": 1, "H2": 2, "H3": 3, "IMG": 4, "BQ": 6, "PQ": 7, "PRE": 8, "ULI": 9, "OLI": 10, "IFRAME": 11, "H4": 13,
    "MIXTAPE_EMBED": 14, "SECTION_CAPTION": "SECTION_CAPTION",
}  # fmt: skip
_LAYOUTS = {
    "INSET_CENTER": 1, "INSET_LEFT": 2, "OUTSET_CENTER": 3, "OUTSET_LEFT": 4, "FULL_WIDTH": 5, "OUTSET_ROW": 6,
    "OUTSET_ROW_CONTINUE": 7,
}  # fmt: skip
_MARKS = {"STRONG": 1, "EM": 2, "A": 3, "USER": 3, "CODE": 10}
# What a page of a signed-in reader holds, and nothing public may
CANARIES = (
    "canary@mail.example", "canary-google-901", "canary-facebook-902", "canary-xsrf-903", "lo_canary904",
    "canary-country-905", "canary-viewer-906", "canary-friend-907",
)  # fmt: skip
OTHER_ID, OTHER_TITLE = "77aa88bb99cc", "A recommended story of somebody else"
OWN_ID, OWN_TITLE = "1a2b3c4d5e6f", "The Oven"


def reading_time(telling: Telling) -> float:
    """Minutes by Medium's formula: 265 words a minute, and 12, 11, … 3 seconds for the pictures."""
    return telling.words / 265 + sum(max(3, 12 - number) for number in range(telling.pictures)) / 60


def _marks(part: Part, *, numbers: bool) -> list[dict[str, Any]]:
    found = []
    for kind, value, start, end in part.spans():
        mark: dict[str, Any] = {"type": _MARKS[kind] if numbers else "A" if kind == "USER" else kind}
        mark |= {"start": start, "end": end}
        if kind == "A":
            href, _, title = value.partition(" ")
            mark |= {"href": href, "anchorType": 0 if numbers else "LINK", "title": title, "rel": ""}
        if kind == "USER":
            mark |= {"userId": value, "anchorType": 2 if numbers else "USER"}
        found.append(mark)
    if part.kind == "MIXTAPE_EMBED":
        length = len(part.text.encode("utf-16-le")) // 2
        found.append({"type": 3 if numbers else "A", "start": 0, "end": length, "href": part.options["href"]})
    return found


def _paragraph(telling: Telling, number: int, *, numbers: bool) -> dict[str, Any]:
    part = telling.parts[number]
    layout = part.options.get("layout", "INSET_CENTER")
    told: dict[str, Any] = {
        "name": telling.name_of(number),
        "text": part.text,
        "markups": _marks(part, numbers=numbers),
    }
    told["type"] = _NUMBERS[part.kind] if numbers else part.kind
    if part.kind == "IMG":
        told["layout"] = _LAYOUTS[layout] if numbers else layout
        told["metadata"] = _image(part.options)
        if "link" in part.options:
            told["href"] = part.options["link"]
    if part.kind == "IFRAME":
        told["iframe"] = {"mediaResourceId": part.options["media"]} if numbers else {"mediaResource": _media(part)}
    if part.kind == "MIXTAPE_EMBED":
        told["mixtapeMetadata"] = {"href": part.options["href"], "thumbnailImageId": part.options["image"]}
    if "mode" in part.options:
        told["codeBlockMetadata"] = {"mode": part.options["mode"], "lang": part.options["lang"]}
    if part.options.get("hasDropCap"):
        told["hasDropCap"] = True
    if part.options.get("alignment"):
        told["alignment"] = part.options["alignment"]
    if not numbers:
        told["id"] = f"{telling.version}_{number}"
    return told


def _image(options: dict[str, Any]) -> dict[str, Any]:
    told = {"id": options["image"], "originalWidth": options["width"], "originalHeight": options["height"]}
    return told | {key: options[key] for key in ("alt", "isFeatured") if key in options}


def _media(part: Part) -> dict[str, Any]:
    frame = part.options["frame"]
    told = {"id": part.options["media"], "title": "A film", "iframeWidth": 854}
    if "/embed" not in frame:  # a gist, a tweet
        return told | {"iframeSrc": "", "href": frame}
    source = f"https://cdn.embedly.com/widgets/media.html?src={quote(frame, safe='')}&type=text%2Fhtml&key=a19f"
    return told | {"iframeSrc": source}


def _sections(telling: Telling) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    for n, start in enumerate((0, *telling.breaks)):
        cover = {"backgroundImage": _image(telling.covers[start])} if start in telling.covers else {}
        told.append({"name": f"f{n}fb", "startIndex": start, **cover})
    return told


def legacy(telling: Telling) -> dict[str, Any]:
    """What `obvInit` gets: the post as `value`, with `references`."""
    count = range(len(telling.parts))
    paragraphs = [_paragraph(telling, number, numbers=True) for number in count]
    resources = {part.options["media"]: _media(part) for part in telling.parts if part.kind == "IFRAME"}
    return {
        "value": {
            "id": telling.id,
            "versionId": "ffff00001111",
            "creatorId": telling.user_id,
            "title": telling.title,
            "seoDescription": telling.seo_description,
            "firstPublishedAt": telling.published,
            "latestPublishedAt": telling.updated,
            "latestPublishedVersion": telling.version,
            "uniqueSlug": telling.slug,
            "mediumUrl": f"https://medium.com/@{telling.user}/{telling.slug}",
            "canonicalUrl": f"https://medium.com/@{telling.user}/{telling.slug}",
            "isSubscriptionLocked": bool(telling.preview_of),
            "inResponseToPostId": telling.answers,
            "content": {
                "subtitle": telling.subtitle,
                "bodyModel": {"paragraphs": paragraphs, "sections": _sections(telling)},
            },
            "virtuals": {
                "wordCount": telling.words,
                "imageCount": telling.pictures,
                "readingTime": reading_time(telling),
                "totalClapCount": 248,
                "isLockedPreviewOnly": bool(telling.preview_of),
                "tags": [{"slug": tag, "name": tag.title()} for tag in telling.tags],
                "usersBySocialRecommends": [{"userId": "d00d", "name": "canary-friend-907"}],
            },
            "type": "Post",
        },
        "mode": "canEdit",
        "references": {
            "User": {
                telling.user_id: {
                    "userId": telling.user_id,
                    "name": telling.name,
                    "username": telling.user,
                    "email": CANARIES[0],
                    "geolocation": {"country": "canary-country-905"},
                }
            },
            "MediaResource": resources,
            "Post": {OTHER_ID: {"id": OTHER_ID, "title": OTHER_TITLE, "creatorId": "0bad0bad0bad"}},
        },
        "currentUser": {"googleEmail": CANARIES[0], "googleAccountId": CANARIES[1], "facebookAccountId": CANARIES[2]},
        "xsrfToken": CANARIES[3],
    }


def graphql(telling: Telling, *, is_full: bool = False) -> dict[str, Any]:
    """The post in an answer of GraphQL. `is_full`: beside a preview of it, its text is in the part of the viewer."""
    paragraphs = [_paragraph(telling, number, numbers=False) for number in range(len(telling.parts))]
    text = {"bodyModel": {"paragraphs": paragraphs, "sections": _sections(telling)}}
    content: dict[str, Any] = {"isLockedPreviewOnly": bool(telling.preview_of), **text}
    post: dict[str, Any] = {
        "__typename": "Post",
        "id": telling.id,
        "title": telling.title,
        "seoDescription": telling.seo_description,
        "firstPublishedAt": telling.published,
        "latestPublishedAt": telling.updated,
        "latestPublishedVersion": telling.version,
        "uniqueSlug": telling.slug,
        "mediumUrl": f"https://medium.com/@{telling.user}/{telling.slug}",
        "canonicalUrl": "",
        "isLocked": bool(telling.preview_of) or is_full,
        "clapCount": 248,
        "readingTime": reading_time(telling),
        "previewContent": {"subtitle": telling.subtitle, "isFullContent": False},
        "tags": [{"__typename": "Tag", "id": tag, "normalizedTagSlug": tag} for tag in telling.tags],
        "creator": {"__typename": "User", "id": telling.user_id, "name": telling.name, "username": telling.user},
        "inResponseToPostResult": {"__typename": "Post", "id": telling.answers} if telling.answers else None,
        "content": content,
        "viewerEdge": {"readingList": "READING_LIST_NONE", "viewerId": "canary-viewer-906"},
    }
    if is_full:
        post["content"] = {
            "isLockedPreviewOnly": True,
            "bodyModel": {"paragraphs": paragraphs[:2], "sections": [{"name": None, "startIndex": 0}]},
        }
        post["viewerEdge"]["fullContent"] = {"isLockedPreviewOnly": False, **text}
    return post


def _other() -> dict[str, Any]:
    """A recommended story of another author, of which a page has the beginning."""
    return {
        "__typename": "Post",
        "id": OTHER_ID,
        "title": OTHER_TITLE,
        "mediumUrl": f"https://medium.com/@eve/else-{OTHER_ID}",
        "creator": {"__ref": "User:0bad0bad0bad"},
        "extendedPreviewContent": {
            "bodyModel": {"paragraphs": [{"id": "cc_preview_0", "type": "P", "text": "Words of Eve.", "markups": []}]}
        },
    }


def apollo3(telling: Telling, *, is_full: bool = False, has_own_images: bool = True) -> dict[str, Any]:
    """The entries of client 3: links are `__ref`. `has_own_images`: pictures are entries of their own."""
    post = graphql(telling, is_full=is_full)
    author = {**post["creator"], "email": CANARIES[0], "geolocation": "canary-country-905"}
    entries: dict[str, Any] = {
        "ROOT_QUERY": {"__typename": "Query", "viewer": {"__ref": "User:canary-viewer-906"}},
        "User:canary-viewer-906": {"id": "canary-viewer-906", "email": CANARIES[0], "facebookAccountId": CANARIES[2]},
        f"User:{telling.user_id}": author,
        "User:0bad0bad0bad": {"id": "0bad0bad0bad", "name": "Eve", "username": "eve"},
        f"Post:{OTHER_ID}": _other(),
        f"Post:{OWN_ID}": {
            "id": OWN_ID,
            "title": OWN_TITLE,
            "mediumUrl": f"https://medium.com/@{telling.user}/the-oven-{OWN_ID}",
            "creator": {"__ref": f"User:{telling.user_id}"},
        },
    }
    for holder in (post["content"], post["viewerEdge"].get("fullContent", {})):
        for one in holder.get("bodyModel", {}).get("paragraphs", ()):
            paragraph = dict(one)
            key = f"Paragraph:{paragraph['id']}"
            if "metadata" in paragraph and has_own_images:
                image = paragraph["metadata"]
                entries[f"ImageMetadata:{image['id']}"] = {"__typename": "ImageMetadata", **image}
                paragraph["metadata"] = {"__ref": f"ImageMetadata:{image['id']}"}
            if "iframe" in paragraph:
                media = paragraph["iframe"]["mediaResource"]
                entries[f"MediaResource:{media['id']}"] = media
                paragraph["iframe"] = {"mediaResource": {"__ref": f"MediaResource:{media['id']}"}}
            entries[key] = {"__typename": "Paragraph", **paragraph}
        if holder:
            holder["bodyModel"]["paragraphs"] = [
                {"__ref": f"Paragraph:{paragraph['id']}"} for paragraph in holder["bodyModel"]["paragraphs"]
            ]
    for tag in post["tags"]:
        entries[f"Tag:{tag['id']}"] = tag
    post["tags"] = [{"__ref": f"Tag:{tag['id']}"} for tag in post["tags"]]
    post["creator"] = {"__ref": f"User:{telling.user_id}"}
    edge = post.pop("viewerEdge")
    if "fullContent" in edge:
        edge['fullContent({"postMeteringOptions":{}})'] = edge.pop("fullContent")
    entries["PostViewerEdge:canary-viewer-906"] = edge
    post["viewerEdge"] = {"__ref": "PostViewerEdge:canary-viewer-906"}
    post['content({"postMeteringOptions":{"referrer":"","sk":"canary-friend-907"}})'] = post.pop("content")
    entries[f"Post:{telling.id}"] = post
    return entries


def apollo2(telling: Telling) -> dict[str, Any]:
    """The entries of client 2: each object is an entry of its own, links are `{"type": "id"}`."""
    entries: dict[str, Any] = {"ROOT_QUERY": {"viewer": _link("User:lo_canary904", generated=False)}}
    entries["User:lo_canary904"] = {"id": "lo_canary904", "email": CANARIES[0]}
    post = graphql(telling)
    author = post.pop("creator")
    entries[f"User:{telling.user_id}"] = {**author, "unverifiedEmail": CANARIES[0]}
    entries[f"Post:{OTHER_ID}"] = {"id": OTHER_ID, "title": OTHER_TITLE, "creator": _link("User:0bad", generated=False)}
    content = post.pop("content")
    post.pop("viewerEdge")
    post["tags"] = [_put(entries, f"Tag:{tag['id']}", tag, generated=False) for tag in post["tags"]]
    post["previewContent"] = _put(entries, f"$Post:{telling.id}.previewContent", post["previewContent"])
    here = f'$Post:{telling.id}.content({{"postMeteringOptions":null}})'
    paragraphs = []
    for paragraph in content["bodyModel"]["paragraphs"]:
        key = f"Paragraph:{paragraph['id']}"
        told = dict(paragraph)
        told["markups"] = [_put(entries, f"{key}.markups.{n}", mark) for n, mark in enumerate(paragraph["markups"])]
        for name in ("metadata", "mixtapeMetadata", "codeBlockMetadata"):
            if name in told:
                told[name] = _put(entries, f"${key}.{name}", told[name])
        if "iframe" in told:
            media = _put(
                entries, f"MediaResource:{told['iframe']['mediaResource']['id']}", told["iframe"]["mediaResource"]
            )
            told["iframe"] = _put(entries, f"${key}.iframe", {"mediaResource": media})
        paragraphs.append(_put(entries, key, told, generated=False))
    sections = [
        _put(entries, f"{here}.bodyModel.sections.{n}", one) for n, one in enumerate(content["bodyModel"]["sections"])
    ]
    model = _put(entries, f"{here}.bodyModel", {"paragraphs": paragraphs, "sections": sections})
    post['content({"postMeteringOptions":null})'] = _put(entries, here, {**content, "bodyModel": model})
    post["creator"] = _link(f"User:{telling.user_id}", generated=False)
    entries[f"Post:{telling.id}"] = post
    return entries


def _link(key: str, *, generated: bool = True) -> dict[str, Any]:
    return {"type": "id", "generated": generated, "id": key, "typename": "Any"}


def _put(entries: dict[str, Any], key: str, value: dict[str, Any], *, generated: bool = True) -> dict[str, Any]:
    entries[key] = value
    return _link(key, generated=generated)


def dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
