"""Sends GraphQL operations to Matters, and tells its errors apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medium_archive.errors import AccessDenied, PublishRefused
from medium_archive.platforms.matters.operations import Operation
from medium_archive.platforms.refusal import sentence
from medium_archive.web import Answer, AnswerLost, Body, File, Request, RequestFailed, Secret, Web

ENDPOINT = "https://server.matters.town/graphql"
TOKEN_HINT = (
    "Sign in at matters.town in a browser and copy "  # noqa: S105  # it says where the token is
    "the cookie __access_token into MATTERS_TOKEN again."
)
_LIMIT_SECONDS = 720.0  # the period of the limits of publishing and uploading; the answer names none
_NO_ACCESS = ("TOKEN_INVALID", "UNAUTHENTICATED")
_NOT_THERE = {"ENTITY_NOT_FOUND", "ARTICLE_NOT_FOUND", "DRAFT_NOT_FOUND"}
_SERVER_ERROR = "INTERNAL_SERVER_ERROR"
_HINTS: Mapping[str, str] = {
    "FORBIDDEN": "Look at matters.town whether the account may publish.",
    "FORBIDDEN_BY_STATE": "The account is suspended or closed. Ask Matters about it: hi@matters.town.",
    "DRAFT_VERSION_CONFLICT": "Close the draft in the browser, then run this again.",
    "ARTICLE_REVISION_REACH_LIMIT": "Matters takes no more changes of this article.",
    "MIGRATION_REACH_LIMIT": "The pages are too large for one request. Send this post without --migration.",
}


@dataclass(frozen=True)
class Client:
    """Sends operations with the token of an account."""

    web: Web
    token: Secret

    def ask(self, operation: Operation, variables: Mapping[str, object], files: Sequence[File] = ()) -> Any:
        """The field of the answer, None for a node that is not there. `files` are `input.file`, or else `input.files`.

        Raises AccessDenied, PublishRefused and RequestFailed. A query may be repeated, a mutation not.
        """
        value = {"query": operation.text, "variables": variables}
        headers = {"x-access-token": self.token.value, "Apollo-Require-Preflight": "true"}
        body = _multipart(value, files) if files else Body.json(value)
        request = Request("POST", ENDPOINT, headers, body, (self.token,), repeatable=not operation.is_mutation)
        answer = self._answer(request)
        if errors := _errors(answer):
            if not operation.is_mutation and {code for code, _ in errors} <= _NOT_THERE:
                return None
            raise _problem(request, operation, answer, errors)
        if answer.status == 401:
            raise AccessDenied("Matters does not know the token (401).", TOKEN_HINT)
        if answer.status >= 400:
            raise PublishRefused(f"Matters answered {answer.status}.", "Try it in a browser at matters.town.")
        data = answer.json_object("data")["data"]
        if isinstance(data, dict) and operation.field in data:
            return data[operation.field]
        raise unknown_form(answer.host)

    def _answer(self, request: Request) -> Answer:
        try:
            return self.web.send(request)
        except RequestFailed as failure:
            # Errors of GraphQL come with 200, those of the token with 500
            if failure.reason == "server-error" and failure.answer is not None and _errors(failure.answer):
                return failure.answer
            raise


def unknown_form(host: str) -> RequestFailed:
    return RequestFailed("bad-answer", f"{host} answered with JSON of an unknown form.")


def _multipart(value: object, files: Sequence[File]) -> Body:
    """A request with files (https://github.com/jaydenseric/graphql-multipart-request-spec): the first is
    `input.file`, several are `input.files`.
    """
    places = [f"variables.input.files.{number}" for number in range(len(files))]
    if isinstance(value, dict) and "file" in value["variables"]["input"]:
        places = ["variables.input.file"]
    numbered = {str(number): file for number, file in enumerate(files)}
    mapped = {number: [place] for number, place in zip(numbered, places, strict=True)}
    return Body.multipart({"operations": json.dumps(value), "map": json.dumps(mapped)}, numbered)


def _errors(answer: Answer) -> list[tuple[str, str]]:
    """The code and the message of each error, none if the answer is of another form."""
    try:
        listed = answer.json_object("errors")["errors"]
    except RequestFailed:
        return []
    found: list[tuple[str, str]] = []
    for error in listed if isinstance(listed, list) else []:
        if isinstance(error, dict):
            extensions = error.get("extensions")
            code = extensions.get("code") if isinstance(extensions, dict) else ""
            found.append((str(code or ""), str(error.get("message", ""))))
    return found


def _problem(
    request: Request, operation: Operation, answer: Answer, errors: list[tuple[str, str]]
) -> AccessDenied | PublishRefused | RequestFailed:
    code, words = errors[0]
    codes = {code for code, _ in errors}
    if codes & set(_NO_ACCESS):
        return AccessDenied("Matters does not know the token, or it has expired.", TOKEN_HINT)
    if "ACTION_LIMIT_EXCEEDED" in codes:
        return RequestFailed("rate-limited", "Matters takes no more of this for now.", _LIMIT_SECONDS, answer)
    message = sentence(request.redacted(f"Matters refused it ({code or 'no code'}): {words or 'no reason'}"))
    if _SERVER_ERROR in codes:
        failure = RequestFailed("server-error", message, answer=answer)
        return AnswerLost(answer.host, failure) if operation.is_mutation else failure
    return PublishRefused(message, _HINTS.get(code, "Look at the post and change what it names."))
