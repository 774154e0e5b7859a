"""OpenStack Swift with its S3 API on one device, in one process: python3 s3-server.py FOLDER PORT KEY SECRET

Takes a random port for the port 0, and prints it once it takes requests, and stops with its standard input. Needs Debian's python3-swift and extended attributes in FOLDER.
"""
import eventlet

eventlet.monkey_patch()

import os
import sys

from eventlet import wsgi
from eventlet.hubs import trampoline
from swift.common.ring import RingBuilder
from swift.common.http_protocol import SwiftHttpProtocol
from swift.common.utils import NullLogger, set_swift_dir
from swift.common.wsgi import loadapp

folder, own_port, key, secret = sys.argv[1:5]
account, user = key.split(':')

SERVERS = ('account', 'container', 'object')
PIPELINE = 'catch_errors s3api tempauth copy slo'
COMMON = f"""[DEFAULT]
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
fallocate_reserve = 0
log_level = ERROR
client_timeout = 30
"""


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, 'w') as file:
        file.write(text)
    return path


os.makedirs(f'{folder}/devices/d1', exist_ok=True)
write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = suffix\nswift_hash_path_prefix = prefix\n')
set_swift_dir(folder)

listening = {}
for name in SERVERS + ('proxy',):
    listening[name] = eventlet.listen(('127.0.0.1', int(own_port) if name == 'proxy' else 0))

for name in SERVERS:
    port = listening[name].getsockname()[1]
    builder = RingBuilder(part_power=4, replicas=1, min_part_hours=0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'd1', 'weight': 1, 'replication_ip': '127.0.0.1', 'replication_port': port})
    builder.rebalance()
    builder.get_ring().save(f'{folder}/{name}.ring.gz')
    write(f'{name}.conf', f'{COMMON}[pipeline:main]\npipeline = {name}-server\n[app:{name}-server]\nuse = egg:swift#{name}\n')

filters = ''.join(f'[filter:{name}]\nuse = egg:swift#{name}\n' for name in PIPELINE.split() if name != 'tempauth')
write('proxy.conf', f"""{COMMON}[pipeline:main]
pipeline = {PIPELINE} proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
{filters.replace('#s3api', '#s3api' + chr(10) + 'max_bucket_listing = 100')}
[filter:tempauth]
use = egg:swift#tempauth
user_{account}_{user} = {secret} .admin
""")


class NoCache:
    """In place of memcached, which its parts require."""
    def __getattr__(self, name):
        return lambda *args, **kwargs: None


for name, sock in listening.items():
    app = loadapp(f'{folder}/{name}.conf', global_conf={'log_name': name})
    cached = lambda env, start, app=app: app({**env, 'swift.cache': NoCache()}, start)
    # As Swift's own run_server: the SDK does not know its header "ETag" as "Etag".
    eventlet.spawn(wsgi.server, sock, cached, NullLogger(), protocol=SwiftHttpProtocol, capitalize_response_headers=False)

print(listening['proxy'].getsockname()[1], flush=True)
# The parent holds the other end: when it ends, however it ends, so does this.
trampoline(sys.stdin.fileno(), read=True)
os._exit(0)
