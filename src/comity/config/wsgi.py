"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.config.settings")
application = get_wsgi_application()

# What is loaded by now stays: looking through all of it for garbage now and then made one page in a hundred wait 40 ms.
# Of what comes later little is gathered at a time: a page leaves some 300 objects behind that only a search finds, and
# with 10,000 of them at once one page in thirty waited 4 ms; with 1,000 every third waits 0.3 ms. What outlived ten such
# searches (templates) is looked through once in some 3,000 pages, which takes 11 ms.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
gc.set_threshold(1_000, 10, 100)
