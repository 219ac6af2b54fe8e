"""What the documents are and where they live. Other rooms import from this door."""

from corpus.embed import BUNDLED_SHA256, Embedder, QueryVectors, check_weights
from corpus.home import Home, current_generation, write_whole
from corpus.index import ClauseIndex, Progress, WordScore, write_generation
from corpus.library import (
    Library,
    clause_from,
    identity_of,
    load_document,
    metadata,
    report_from,
    save_document,
    without,
)
from corpus.locators import Locator
from corpus.model import (
    AGREEMENTS,
    FORCES,
    KINDS,
    NO_RULE,
    NOT_IN_FORCE,
    STATUSES,
    STRUCK,
    TIERS,
    BadDocument,
    BadQuestion,
    CannotRead,
    Claim,
    Clause,
    ContentsCheck,
    Document,
    Fact,
    HomeLocked,
    HomeTooNew,
    IndexDamaged,
    LeftOut,
    Mark,
    ModelFailed,
    ModelMismatch,
    NoSuchDocument,
    PinciteError,
    Report,
    Span,
)
from corpus.settings import Settings
from corpus.units import UNITS, lexical_text, standing, windows
from corpus.vector_cache import VectorCache
