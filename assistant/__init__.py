"""A question becomes an answer. Other rooms import from this door."""

from assistant.answer import Abstention, Answer, Citation, Outcome, Passage, Statement
from assistant.assistant import Assistant, Question
