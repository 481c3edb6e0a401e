"""The WSGI application that the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from throughline.core.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.settings")
application = get_wsgi_application()
settle()
