"""What the web server of the journeys runs: the service's application, its static files gathered before."""

import os

from django.core.wsgi import get_wsgi_application

from throughline.launch.static_files import ensure_static_files

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.journeys.settings"
ensure_static_files()
application = get_wsgi_application()
