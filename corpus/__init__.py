"""What the documents are and where they live. Other rooms import from this door."""

from corpus import integrity
from corpus.added import (
    clause_from,
    identity_of,
    load_document,
    metadata,
    report_from,
    save_document,
    without,
)
from corpus.backup import back_up, restore
from corpus.document import ContentsCheck, Document, LeftOut, NotRead, Report
from corpus.earlier import Earlier
from corpus.embed import Embedder, QueryVectors
from corpus.generation import note_missed, write_generation
from corpus.home import Home, current_generation, named, pointed, write_whole
from corpus.index import ClauseIndex, Progress, WordScore
from corpus.library import Aside, Library
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
    Fact,
    HomeLocked,
    HomeTooNew,
    IndexDamaged,
    Mark,
    ModelFailed,
    ModelMismatch,
    NoSuchDocument,
    PinciteError,
    Span,
    TableRow,
)
from corpus.owner import make_private, private_file, private_folder
from corpus.settings import Settings
from corpus.units import BESIDE, UNITS, lexical_text, parts, standing, windows
from corpus.vector_cache import VectorCache
from corpus.weights import BUNDLED_SHA256, check_weights
