"""A program in place of a browser, which speaks the DevTools protocol over its descriptors 3 and 4, well or badly.

Its first argument says how: good, or the fault and the method at which it begins, as `dies:Page.navigate`. Its second
may be a file with the status of the page in its first line, and its HTML in the others.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import tempfile
import time
from pathlib import Path

SUSPENDED = """<html><head><title>410 account suspended — Medium</title></head><body>
This account is under investigation or was found in violation of the Medium Rules.</body></html>"""
PAGE: dict[str, object] = {"status": 410, "html": SUSPENDED}
# Messages that are not answers
NOISE = {
    "raves": b"\xff\xfe not JSON\0",
    "numbers": b"[1, 2]\0",
    "floods": b"x" * (70 << 20),
}
FRAME, LOADER = "frame", "loader"
EVENTS: dict[str, dict[str, object]] = {
    "loads": {"method": "Browser.downloadWillBegin", "params": {"frameId": FRAME}},
    "closes": {"method": "Target.detachedFromTarget", "params": {"sessionId": "session"}},
    "crashes": {"method": "Inspector.targetCrashed", "params": {}, "sessionId": "session"},
}


def main() -> None:
    fault, _, at = sys.argv[1].partition(":")
    if not sys.argv[2].startswith("--"):
        status, _, html = Path(sys.argv[2]).read_text("utf-8").partition("\n")
        PAGE.update(status=int(status), html=html)
    if fault == "refuses":
        sys.exit("this browser does not like this computer")
    pending = b""
    while piece := os.read(3, 1 << 16):
        *messages, pending = (pending + piece).split(b"\0")
        for message in messages:
            request = json.loads(message)
            if request["method"] == at or not at:
                spoil(fault, request)
            answer(request)


def spoil(fault: str, request: dict[str, object]) -> None:
    """Do the fault instead of an answer, or before it."""
    match fault:
        case "dies":
            os._exit(3)
        case "hangs":
            time.sleep(60)
        case "raves" | "numbers" | "floods":
            write(NOISE[fault])
        case "errs":
            send({"id": request["id"], "error": {"code": -32000, "message": "no"}})
        case "empties":
            send({"id": request["id"], "result": {}})
        case "repeats":
            answer(request)
        case "talks":
            for _ in range(1000):
                send({"method": "Page.javascriptDialogOpening", "params": {"type": "alert"}, "sessionId": "session"})
        case "loads-slowly":
            PAGE.setdefault("beginnings", 3)
        case "litters":
            tempfile.mkdtemp(prefix="litter-")
        case "loads" | "closes" | "crashes":
            send(EVENTS[fault])


def answer(request: dict[str, object]) -> None:
    """What a browser answers that shows the page of a suspended account at every address."""
    method, session = request["method"], request.get("sessionId", "")
    results: dict[object, dict[str, object]] = {
        "Browser.getVersion": {"product": "Fake/1.0"},
        "Target.getTargets": {"targetInfos": [{"targetId": "first", "type": "page"}]},
        "Target.createTarget": {"targetId": "target"},
        "Target.attachToTarget": {"sessionId": "session"},
        "Page.getFrameTree": {"frameTree": {"frame": {"id": FRAME}}},
        "Page.navigate": {"frameId": FRAME, "loaderId": LOADER},
        "Page.createIsolatedWorld": {"executionContextId": 7},
        "Runtime.evaluate": {"result": {"value": shown() if method == "Runtime.evaluate" else ""}},
        "Page.captureScreenshot": {"data": base64.b64encode(b"a picture").decode()},
    }
    if method == "Page.navigate":
        response = {
            "url": "https://medium.com/@ada",
            "status": PAGE["status"],
            "headers": {"Content-Type": "text/html"},
        }
        of_page = {"type": "Document", "frameId": FRAME, "loaderId": LOADER, "response": response}
        send({"method": "Network.responseReceived", "params": of_page, "sessionId": session})
        frame = {"id": FRAME, "loaderId": LOADER}
        send({"method": "Page.frameNavigated", "params": {"frame": frame}, "sessionId": session})
    send({"id": request["id"], "result": results.get(method, {}), "sessionId": session})
    if method == "Browser.close":
        sys.exit(0)


def shown() -> str:
    """The page, or as often as it was asked for its beginning."""
    if PAGE.get("beginnings"):
        PAGE["beginnings"] = int(str(PAGE["beginnings"])) - 1
        return json.dumps({"html": str(PAGE["html"])[:-7], "ready": "loading"})
    return json.dumps({"html": PAGE["html"], "ready": "complete"})


def send(message: dict[str, object]) -> None:
    write(json.dumps(message).encode() + b"\0")


def write(content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(4, left) :]


if __name__ == "__main__":
    main()
