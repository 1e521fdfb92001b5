import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { serialOf } from '../domain/token-records.ts';
import type { User } from '../domain/user-state.ts';
import { heldBy, type Table, type Write } from './client.ts';
import { type DeviceMarker, type DeviceStatus, indexOf, type PooledDevice } from './hardware-tokens.ts';
import { toItem } from './items.ts';
import { keys } from './keys.ts';
import { writes } from './users.ts';

interface Move {
  /** Where the device has to be for the move to happen: available, or with exactly this token. */
  readonly from: { readonly status: DeviceStatus; readonly tokenId?: string | undefined };
  readonly to: {
    readonly status: DeviceStatus;
    readonly userId?: string | undefined;
    readonly tokenId?: string | undefined;
    readonly lastUsedMovingFactor?: number | undefined;
  };
  readonly event?: AuditEvent;
}

/** Assigns the device to another token; what was read of it is the condition. */
export const moveDevice = ({ name }: Table, serial: string, { from, to, event }: Move) => {
  const all = { ...to, ...indexOf(to.status, serial), event };
  const set = Object.entries(all).filter(([, value]) => value !== undefined);
  const gone = ['userId', 'tokenId'].filter((member) => !set.some(([given]) => given === member));
  const held = from.tokenId === undefined ? {} : { ':holder': from.tokenId };
  return {
    Update: {
      TableName: name,
      Key: toItem(keys.hardwareToken(serial)),
      UpdateExpression: [
        `SET ${set.map(([member]) => `#${member} = :${member}`).join(', ')}`,
        ...(gone.length > 0 ? [`REMOVE ${gone.map((member) => `#${member}`).join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: `#status = :from${':holder' in held ? ' AND #tokenId = :holder' : ''}`,
      ExpressionAttributeNames: Object.fromEntries(
        [...set.map(([member]) => member), ...gone].map((member) => [`#${member}`, member]),
      ),
      ExpressionAttributeValues: toItem({
        ...Object.fromEntries(set.map(([member, value]) => [`:${member}`, value])),
        ':from': from.status,
        ...held,
      }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  };
};

/** Removes a token. A device from the pool returns there, with its last used step or counter. */
export function tokenRemoval(table: Table, { state, tokens }: User, tokenId: string): Write[] {
  const token = tokens.find((one) => one.tokenId === tokenId);
  const serial = token && serialOf(token);
  const removed = writes.removeToken(table, state.userId, tokenId);
  if (serial === undefined) return [removed];
  return [
    removed,
    moveDevice(table, serial, {
      from: { status: 'assigned', tokenId },
      to: { status: 'available', lastUsedMovingFactor: state.tokens[tokenId]?.lastUsedMovingFactor },
    }),
  ];
}

/** Marks a device that nobody has. @returns false when somebody was faster */
export async function compromiseDevice(table: Table, serial: string, event: AuditEvent): Promise<boolean> {
  const { Update } = moveDevice(table, serial, {
    from: { status: 'available' },
    to: { status: 'compromised' },
    event,
  });
  return heldBy(table.client.send(new UpdateItemCommand(Update)), event);
}

/** Deletes a device that nobody has: its key is removed, its marker stays. @returns false when somebody was faster */
export async function deleteDevice(
  { client, name: TableName }: Table,
  { serial, status, fingerprint, fingerprintKeyId, lastUsedMovingFactor }: PooledDevice,
  event: AuditEvent,
): Promise<boolean> {
  const marker: DeviceMarker = {
    serial,
    status: 'deleted',
    compromised: status === 'compromised',
    fingerprint,
    fingerprintKeyId,
    ...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }),
    event,
  };
  const put = new PutItemCommand({
    TableName,
    Item: toItem({ ...keys.hardwareToken(serial), ...marker }),
    ConditionExpression: '#status = :from',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({ ':from': status }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return heldBy(client.send(put), event);
}
