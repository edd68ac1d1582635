"""Every contract holds for every platform, and catches the platforms that break it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from medium_archive import platforms
from medium_archive.articles import Article
from medium_archive.errors import PublishRefused
from medium_archive.folder.published import Remote
from medium_archive.folder.uploads import Upload
from medium_archive.platforms import Platform
from medium_archive.platforms.content import Content, PictureFile
from medium_archive.web import Answer, Body, Request, RequestFailed, Secret, Web
from tests.contracts import platform_choices as choices
from tests.contracts import platform_contracts as contracts
from tests.contracts import platform_faults as faults
from tests.contracts import platform_records as records
from tests.contracts import toy
from tests.contracts.bench import Maker
from tests.contracts.devto_server import DevtoServer
from tests.contracts.ghost_server import GhostServer
from tests.contracts.matters_server import MattersServer
from tests.contracts.micropub_server import MicropubServer
from tests.contracts.nostr_server import NostrServer
from tests.contracts.platform_contracts import Contract
from tests.contracts.stand_in import StandIn
from tests.contracts.toy import ToyAccount
from tests.contracts.toy_server import ToyServer
from tests.contracts.wordpress_server import WordPressServer
from tests.contracts.writeas_server import WriteasServer

# One line for each platform
STAND_INS: Mapping[str, Callable[[], StandIn]] = {
    "devto": DevtoServer,
    "ghost": GhostServer,
    "matters": MattersServer,
    "micropub": MicropubServer,
    "nostr": NostrServer,
    "toy": ToyServer,
    "wordpress": WordPressServer,
    "writeas": WriteasServer,
}

TOY: Platform = toy
CONTRACTS = (*contracts.CONTRACTS, *choices.CONTRACTS, *records.CONTRACTS, *faults.CONTRACTS)


def test_every_platform_has_a_stand_in() -> None:
    assert {platform.NAME for platform in (*platforms.ALL, TOY)} == STAND_INS.keys()


@pytest.mark.parametrize(
    ("platform", "contract"),
    [
        pytest.param(
            platform,
            contract,
            id=f"{platform.NAME}-{contract.__name__}",
            marks=pytest.mark.slow if contract in faults.AT_EACH_REQUEST and platform is not TOY else (),
        )
        for platform in (*platforms.ALL, TOY)
        for contract in CONTRACTS
    ],
)
def test_each_platform_keeps_its_contract(platform: Platform, contract: Contract, tmp_path: Path) -> None:
    contract(Maker(platform, STAND_INS[platform.NAME], tmp_path))


# --- Toys that break a contract ---


class LooksNowhere(ToyAccount):
    def find(self, article: Article, known: Remote | None) -> Remote | None:
        return super().find(article, known) if known else None


class LooksBySlugOnly(ToyAccount):
    def find(self, article: Article, known: Remote | None) -> Remote | None:
        return super().find(article, None)


class BringsBackTheDeleted(ToyAccount):
    def find(self, article: Article, known: Remote | None) -> Remote | None:
        return super().find(article, known) or (self.create(Content(article, article.html)) if known else None)


class SendsTokensInAddresses(ToyAccount):
    def request(self, method: str, path: str, body: Body | None) -> Request:
        request = super().request(method, path, body)
        mark = "&" if "?" in path else "?"
        return replace(request, address=f"{request.address}{mark}token={self._token.value}")


class FollowsRedirects(ToyAccount):
    def ask(self, method: str, path: str, body: Body | None = None, keys: tuple[str, ...] = ()) -> Any:
        if method == "GET":
            request = self.request(method, path, body)
            return self._web.get(request.address, request.headers).json()
        return super().ask(method, path, body, keys)


class RepeatsPosts(ToyAccount):
    def request(self, method: str, path: str, body: Body | None) -> Request:
        return replace(super().request(method, path, body), repeatable=True)


class AsksAgainAtOnce(ToyAccount):
    def ask(self, method: str, path: str, body: Body | None = None, keys: tuple[str, ...] = ()) -> Any:
        try:
            return super().ask(method, path, body, keys)
        except RequestFailed as failure:
            if failure.reason != "rate-limited":
                raise
            with Web(hosts={ToyServer.host: str(self._web._bases[ToyServer.host])}) as impatient:
                return ToyAccount(toy.Settings(self.address), self._token, impatient).ask(method, path, body, keys)


class QuotesTheServer(ToyAccount):
    def told(self, request: Request, answer: Answer, reason: str) -> str:
        return f"{answer.host} answered {answer.status}: {reason}"


class PublishesDrafts(ToyAccount):
    def values(self, content: Content) -> dict[str, object]:
        return super().values(replace(content, state="published"))


class RecordsWhatItSent(ToyAccount):
    def create(self, content: Content) -> Remote:
        return replace(super().create(content), text="0" * 64)


class MakesANewOneToUpdate(ToyAccount):
    def update(self, remote: Remote, content: Content) -> Remote:
        return self.create(content)


class UploadsTwice(ToyAccount):
    def upload(self, picture: PictureFile) -> Upload:
        upload = super().upload(picture)
        self.ask("POST", "/media", Body(picture.read(), picture.kind))
        return upload


class TakesAPageForAnAnswer(ToyAccount):
    def create(self, content: Content) -> Remote:
        try:
            return super().create(content)
        except RequestFailed as failure:
            if failure.reason != "bad-answer":
                raise
            return Remote(id="1", title=content.article.title, state="published")


class NoTags(ToyAccount):
    def values(self, content: Content) -> dict[str, object]:
        return super().values(content) | {"tags": ()}


class NoCanonical(ToyAccount):
    def values(self, content: Content) -> dict[str, object]:
        return super().values(content) | {"canonical": ""}


class RefusesInsteadOfAskingForCredentials(ToyAccount):
    @classmethod
    def connected(cls, settings: toy.Settings, secrets: Mapping[str, Secret], web: Web) -> ToyAccount:
        if "TOY_TOKEN" not in secrets:
            raise PublishRefused("There is no token for the toy.", "Set TOY_TOKEN.")
        return super().connected(settings, secrets, web)


BROKEN = {
    LooksNowhere: contracts.lost_records_make_no_double,
    LooksBySlugOnly: contracts.a_changed_article_is_updated_once,
    BringsBackTheDeleted: contracts.a_post_deleted_there_is_not_made_again,
    SendsTokensInAddresses: faults.no_secret_is_shown_or_kept_or_sent_elsewhere,
    FollowsRedirects: faults.no_secret_is_shown_or_kept_or_sent_elsewhere,
    QuotesTheServer: faults.no_secret_is_shown_or_kept_or_sent_elsewhere,
    RepeatsPosts: faults.a_lost_answer_ends_in_no_double,
    AsksAgainAtOnce: faults.a_429_is_obeyed,
    PublishesDrafts: contracts.a_draft_is_sent_only_where_it_is_named,
    RecordsWhatItSent: contracts.records_have_what_the_place_gives_back,
    MakesANewOneToUpdate: contracts.a_changed_article_is_updated_once,
    UploadsTwice: contracts.a_picture_is_uploaded_once,
    TakesAPageForAnAnswer: faults.an_answer_of_another_form_is_a_problem,
    NoTags: contracts.each_article_arrives_once_as_it_is,
    NoCanonical: contracts.each_article_arrives_once_as_it_is,
    RefusesInsteadOfAskingForCredentials: faults.wrong_credentials_are_told_before_anything_is_sent,
}


@pytest.mark.parametrize(("account", "contract"), BROKEN.items(), ids=lambda value: value.__name__)
def test_a_broken_platform_is_caught(account: type[ToyAccount], contract: Contract, tmp_path: Path) -> None:
    """By the contract that names what it breaks."""
    broken = cast("Platform", SimpleNamespace(**vars(toy) | {"connect": account.connected}))
    with pytest.raises((AssertionError, PublishRefused, KeyError, TypeError, pytest.fail.Exception)):
        contract(Maker(broken, ToyServer, tmp_path))
