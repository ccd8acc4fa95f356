"""The little corpus and its readings, made once."""

import pytest

from tests.training.corpus import SCORER, write_corpus
from training.fitting import fit_all
from training.readings import readings_of


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder, 12)
    return folder


@pytest.fixture(scope="session")
def readings(corpus_folder):
    return list(readings_of(corpus_folder, SCORER, {"news": 2}))


@pytest.fixture(scope="session")
def fitted(readings):
    return fit_all(readings)
