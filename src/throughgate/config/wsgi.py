import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughgate.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 – it reads the settings named above
from django.urls import get_resolver  # noqa: E402 – as above

from throughgate.config.deployment import refuse_unsafe_start  # noqa: E402 – as above

application = get_wsgi_application()
refuse_unsafe_start()
# Every room's views are loaded now and not within somebody's first request. What is there stays as long as the process:
# the garbage collector need not walk over it again, which made one page in twenty take three times as long.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
