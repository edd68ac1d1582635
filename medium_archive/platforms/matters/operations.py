"""The operations of Matters' GraphQL that are used. tests/test_matters.py holds each against the schema."""

from __future__ import annotations

from dataclasses import dataclass

_ARTICLE = "id title shortHash content summary createdAt state revisionCount cover tags { content }"
# Aliases: fields of one name must have one type, and an article has other types than a draft
_DRAFT = f"id draftTitle: title draftContent: content draftTags: tags createdAt publishState article {{ {_ARTICLE} }}"
_PAGE = "pageInfo { endCursor hasNextPage }"


@dataclass(frozen=True)
class Operation:
    """An operation. `field` is the only field of its answer."""

    text: str
    field: str

    @property
    def is_mutation(self) -> bool:
        return self.text.startswith("mutation")


VIEWER = Operation("query Viewer { viewer { id userName status { state } } }", "viewer")
# Only titles: the texts of all articles would be megabytes
ARTICLES = Operation(
    "query Articles($after: String) { viewer { articles(input: { first: 100, after: $after, "
    f"filter: {{ state: active }} }}) {{ {_PAGE} edges {{ node {{ id title }} }} }} }} }}",
    "viewer",
)
DRAFTS = Operation(
    "query Drafts($after: String) { viewer { drafts(input: { first: 100, after: $after }) "
    f"{{ {_PAGE} edges {{ node {{ id title }} }} }} }} }}",
    "viewer",
)
NODE = Operation(
    "query Node($id: ID!) { node(input: { id: $id }) { __typename "
    f"... on Article {{ {_ARTICLE} }} ... on Draft {{ {_DRAFT} }} }} }}",
    "node",
)
PUT_DRAFT = Operation("mutation PutDraft($input: PutDraftInput!) { putDraft(input: $input) { id } }", "putDraft")
PUBLISH = Operation(
    "mutation Publish($input: PublishArticleInput!) { publishArticle(input: $input) { id publishState } }",
    "publishArticle",
)
EDIT = Operation("mutation Edit($input: EditArticleInput!) { editArticle(input: $input) { id } }", "editArticle")
UPLOAD = Operation(
    "mutation Upload($input: SingleFileUploadInput!) { singleFileUpload(input: $input) { id path } }",
    "singleFileUpload",
)
MIGRATE = Operation("mutation Migrate($input: MigrationInput!) { migration(input: $input) }", "migration")
ALL = (VIEWER, ARTICLES, DRAFTS, NODE, PUT_DRAFT, PUBLISH, EDIT, UPLOAD, MIGRATE)
