"""Keeps Rasa and TensorFlow quiet. To be imported before either: unconfigured, Rasa prints every message in clear."""

from __future__ import annotations

import logging
import os
import warnings

import structlog

ALLOWED = logging.ERROR


def silence() -> None:
    """No telemetry, no start-up chatter, and no log line below error from the libraries that handle what people say."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    for name in ("rasa", "rasa_sdk", "tensorflow", "absl", "apscheduler", "sanic", "matplotlib"):
        logging.getLogger(name).setLevel(ALLOWED)
    warnings.filterwarnings("ignore", module=r"(rasa|tensorflow|keras|sanic|flatbuffers|pykwalify|pkg_resources|sklearn)(\..*)?")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
