import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughgate.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 – it reads the settings named above

from throughgate.config.deployment import refuse_unsafe_start  # noqa: E402 – as above

application = get_wsgi_application()
refuse_unsafe_start()
