"""An AWS emulator (MiniStack) that enforces roles, completed where its version 1.5.33 leaves something out.

    GATEWAY_PORT=4566 NODE_FOLDER=node_modules/.bin DECISIONS=decisions.ndjson python emulator.py

NODE_FOLDER gives the functions their Node. Every decision about a role is a line of JSON in DECISIONS.
"""
import contextvars
import io
import json
import mimetypes
import os
import re
import zipfile
from fnmatch import fnmatch

PORT = os.environ['GATEWAY_PORT']
ACCOUNT = os.environ.setdefault('MINISTACK_ACCOUNT_ID', '123456789012')
os.environ.update(AUTH='true', BIND_HOST='127.0.0.1', LAMBDA_EXECUTOR='local', IOT_MTLS_ENABLED='0', SFTP_ENABLED='0')
os.environ['PATH'] = os.path.abspath(os.environ['NODE_FOLDER']) + os.pathsep + os.environ['PATH']

import ministack.core.iam_evaluator as iam
import ministack.services.cloudformation.engine as engine
import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.cloudfront as edge
import ministack.services.cognito as cognito
import ministack.services.dynamodb as dynamodb
import ministack.services.s3 as s3
from ministack.core.responses import get_region, request_scope

# --- Roles: keys of a request that the emulator leaves empty, and the resources that SES asks for.

MEMBERS = {'Put': 'PutItem', 'Update': 'UpdateItem', 'Delete': 'DeleteItem', 'ConditionCheck': 'ConditionCheckItem'}


def partition(key_or_item):
    return (key_or_item or {}).get('pk', {}).get('S')


def leading_keys(action, body):
    """`dynamodb:LeadingKeys`: the partition keys that a request touches with this action."""
    if 'TransactItems' in body:
        found = [partition(part.get('Key') or part.get('Item'))
                 for member in body['TransactItems'] for name, part in member.items() if MEMBERS.get(name) == action]
    elif 'KeyConditionExpression' in body:  # the partition key is the first value of every Query here
        found = [value.get('S') for value in body.get('ExpressionAttributeValues', {}).values()][:1]
    else:
        found = [partition(body.get('Key') or body.get('Item'))]
    return [key for key in found if key]


def bare(sender):
    inside = re.search(r'<(.+)>$', sender)
    return inside[1] if inside else sender


def form(request):
    """The body of a call: JSON, or a form as SES and SNS still take it."""
    body = request.body if isinstance(request.body, str) else (request.body or b'').decode('utf-8', 'replace')
    try:
        parsed = json.loads(body)
        return parsed if isinstance(parsed, dict) else {}
    except ValueError:
        from urllib.parse import parse_qsl
        return dict(parse_qsl(body))


def context_of(service, action, body):
    if service == 'kms':
        return {f'kms:EncryptionContext:{name}': value for name, value in (body.get('EncryptionContext') or {}).items()}
    if service == 'dynamodb':
        keys = leading_keys(action.split(':')[1], body)
        return {'dynamodb:LeadingKeys': keys} if keys else {}
    if service in ('ses', 'sesv2', 'email'):
        return {'ses:FromAddress': bare(body.get('Source') or body.get('FromEmailAddress') or '')}
    return {}


def resources_of(action, resource, region, keys, body):
    """SES asks for the sender's identity, the configuration set, and in the sandbox the recipient's identity too."""
    if action not in ('ses:SendEmail', 'ses:SendRawEmail'):
        return [resource]
    arn = f'arn:aws:ses:{region}:{ACCOUNT}'
    configuration = body.get('ConfigurationSetName')
    recipient = body.get('Destination.ToAddresses.member.1') or (
        body.get('Destination', {}).get('ToAddresses', [''])[0] if isinstance(body.get('Destination'), dict) else '')
    identities = [keys.get('ses:FromAddress', ''), bare(recipient)]
    return [f'{arn}:identity/{one}' for one in identities if one] + (
        [f'{arn}:configuration-set/{configuration}'] if configuration else [])


kept = contextvars.ContextVar('the request that is being decided', default=None)
decide = iam.enforce


def enforce(access_key_id, iam_action, service, region, resource_arn='*', service_context=None):
    if iam._signed_request.get() is not None:
        kept.set(iam._signed_request.get())  # forgotten after the first decision of a request
    body = form(kept.get()) if kept.get() is not None else {}
    keys = context_of(service, iam_action, body)
    for resource in resources_of(iam_action, resource_arn, region, keys, body):
        refused = decide(access_key_id, iam_action, service, region, resource, {**(service_context or {}), **keys})
        note(access_key_id, iam_action, resource, keys, refused)
        if refused is not None:
            return refused
    return None


def note(access_key, action, resource, keys, refused):
    file = os.environ.get('DECISIONS')
    if not file or (access_key or '').isdigit():  # the account itself
        return
    try:
        who = iam.resolve_credential(access_key).principal_arn.split('/')[-2]
    except Exception:
        who = 'unknown'
    decision = 'Allow' if refused is None else getattr(refused, 'decision', str(refused))
    with open(file, 'a', encoding='utf-8') as lines:
        lines.write(json.dumps({'who': who, 'action': action, 'resource': resource, 'keys': keys, 'decision': decision}) + '\n')


iam.enforce = enforce
# The connection on this machine stands for one over TLS: bucket policies refuse others.
pin_origin = iam.pin_request_origin
import ministack.app as app
app.pin_request_origin = lambda source_ip, _secure: pin_origin(source_ip, True)

# --- CloudFront: the emulator calls no origin of Amazon's; the deployed API is this same process.

target, headers = edge._origin_connect_target, edge._origin_request_headers


def is_api(origin):
    return '.execute-api.' in origin['domain_name']


def origin_headers(origin, *rest):
    found = headers(origin, *rest)
    if is_api(origin):
        found = {name: value for name, value in found.items() if name.lower() != 'host'}
        found['Host'] = origin['domain_name'].split('.')[0] + f'.execute-api.localhost:{PORT}'
    return found


edge._origin_connect_target = lambda origin, https: ('127.0.0.1', int(PORT), False) if is_api(origin) else target(origin, https)
edge._origin_request_headers = origin_headers

# --- CloudFormation: outputs of a stack in another region, a table's settings by region, people of a pool, pages.

resolve = engine._resolve_refs


def resolve_refs(value, *rest):
    if isinstance(value, dict) and isinstance(value.get('Fn::GetStackOutput'), dict):
        with request_scope(ACCOUNT, value['Fn::GetStackOutput'].get('Region') or get_region()):
            return resolve(value, *rest)
    return resolve(value, *rest)


engine._resolve_refs = resolve_refs


def accepted(answer):
    status, _, body = answer
    if status >= 300:
        raise ValueError(body.decode() if isinstance(body, bytes) else str(body))
    return body


def create_person(_logical_id, props, _stack):
    attributes = [{'Name': one['Name'], 'Value': one['Value']} for one in props.get('UserAttributes', [])]
    accepted(cognito._admin_create_user({'UserPoolId': props['UserPoolId'], 'Username': props['Username'],
                                         'UserAttributes': attributes,
                                         'DesiredDeliveryMediums': props.get('DesiredDeliveryMediums', [])}))
    return props['Username'], {}


def create_membership(_logical_id, props, _stack):
    accepted(cognito._admin_add_user_to_group(props))
    return f"{props['GroupName']}|{props['Username']}", {}


def with_replica(props, made):
    """What a global table says by region: the key of its storage, and its tags."""
    name, attributes = made
    replica = next((one for one in props.get('Replicas', []) if one.get('Region') == get_region()), {})
    key = replica.get('SSESpecification', {}).get('KMSMasterKeyId')
    if key:
        dynamodb._tables[name]['SSEDescription'] = {'Status': 'ENABLED', 'SSEType': 'KMS', 'KMSMasterKeyArn': key}
    if replica.get('Tags'):
        accepted(dynamodb._tag_resource({'ResourceArn': attributes['Arn'], 'Tags': replica['Tags']}))
    return made


table = dict(provisioners._RESOURCE_HANDLERS['AWS::DynamoDB::GlobalTable'])


def create_table(logical_id, props, stack):
    return with_replica(props, table['create'](logical_id, props, stack))


def update_table(physical_id, old, new, stack, *rest):
    return with_replica(new, table['update'](physical_id, old, new, stack, *rest))


alarm = dict(provisioners._RESOURCE_HANDLERS['AWS::CloudWatch::Alarm'])


def of_one_metric(props):
    """An alarm on an expression becomes one on its first metric: the emulator computes none, and no alarm is tested."""
    stat = next((one['MetricStat'] for one in props.get('Metrics', []) if 'MetricStat' in one), None)
    if stat is None:
        return props
    simple = {name: value for name, value in props.items() if name != 'Metrics'}
    return {**simple, **stat['Metric'], 'Period': stat['Period'], 'Statistic': stat['Stat']}


def create_alarm(logical_id, props, stack):
    return alarm['create'](logical_id, of_one_metric(props), stack)


def update_alarm(physical_id, old, new, stack, *rest):
    return alarm['update'](physical_id, of_one_metric(old), of_one_metric(new), stack, *rest)


def wanted(name, props):
    """What `aws s3 sync --exclude … --include …` takes: the last pattern that fits decides."""
    if any(fnmatch(name, pattern) for pattern in props.get('Include', [])):
        return True
    return not any(fnmatch(name, pattern) for pattern in props.get('Exclude', []))


def upload(_logical_id, props, _stack, *_rest):
    """The library's uploader calls the AWS command line of its layer, which nothing mounts here."""
    markers = props.get('SourceMarkers') or [{} for _ in props['SourceObjectKeys']]
    metadata = {f'x-amz-meta-{name}': value for name, value in (props.get('UserMetadata') or {}).items()}
    system = {name.lower(): value for name, value in (props.get('SystemMetadata') or {}).items()}
    for bucket, key, marks in zip(props['SourceBucketNames'], props['SourceObjectKeys'], markers):
        archive = zipfile.ZipFile(io.BytesIO(s3._buckets[bucket]['objects'][key]['body']))
        for name in archive.namelist():
            if not wanted(name, props):
                continue
            body = archive.read(name)
            for marker, value in marks.items():
                body = body.replace(marker.encode(), str(value).encode())
            kind = mimetypes.guess_type(name)[0] or 'application/octet-stream'
            accepted(s3._put_object(props['DestinationBucketName'], name, body, {'content-type': kind, **system, **metadata}))
    return f"upload-of-{props['DestinationBucketName']}", {}


def nothing(*_args):
    return None


def simple(logical_id, _props, stack):
    return f'{stack}-{logical_id}', {}


# It shifts no traffic: an alias leads to its new version at once.
for kind in ('Application', 'DeploymentGroup'):
    provisioners._RESOURCE_HANDLERS[f'AWS::CodeDeploy::{kind}'] = {'create': simple, 'delete': nothing}

provisioners._RESOURCE_HANDLERS.update({
    'AWS::DynamoDB::GlobalTable': {**table, 'create': create_table, 'update': update_table},
    'AWS::CloudWatch::Alarm': {**alarm, 'create': create_alarm, 'update': update_alarm},
    'AWS::Cognito::UserPoolUser': {'create': create_person, 'delete': nothing},
    'AWS::Cognito::UserPoolUserToGroupAttachment': {'create': create_membership, 'delete': nothing},
    'Custom::CDKBucketDeployment': {
        'create': upload,
        'update': lambda physical_id, _old, new, stack: upload(physical_id, new, stack),
        'delete': nothing,
    },
})

app.main()
