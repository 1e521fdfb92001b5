import { csvOf, holderOf, importDevices, newDevice, shows, type TestDevice } from '../../hardware/devices.ts';
import { beginEnrollment, order, useSettings } from '../../support/accounts.ts';
import { attestedSignIn } from '../../support/assertions.ts';
import { defineClass } from '../../support/classes.ts';
import { keyOf, sendLink } from '../../support/links.ts';
import { appCode, createUser, enrolledUser, newId, start } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import { newPhone, withPhone } from '../operations/people.ts';
import { type Draw, type Known, pick } from './values.ts';

/** Somebody, and all that goes with them. */
interface Kin {
  readonly userId: string;
  readonly facts: Record<string, string | undefined>;
  readonly secret?: string | undefined;
  readonly device?: TestDevice;
  readonly codes?: string[];
}

/** In which state somebody is, from whom a request takes what it names. */
const makers: readonly ((world: World) => Promise<Kin>)[] = [
  async (world) => {
    const { userId, secret, tokenId, backupCodes } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    return { userId, secret, codes: backupCodes, facts: { tokenId, verificationId } };
  },
  async (world) => {
    const userId = await createUser(world);
    const { verificationId, secret } = await beginEnrollment(world, userId);
    return { userId, secret, facts: { verificationId } };
  },
  async (world) => {
    const { userId, tokenId } = await withPhone(world);
    const { verificationId } = await start(world, userId);
    return { userId, facts: { tokenId, verificationId } };
  },
  async (world) => {
    const userId = await createUser(world);
    const link = await sendLink(world, userId, { pin: true });
    return { userId, secret: await keyOf(world, link), facts: { token: link.token, pin: link.pin } };
  },
  async (world) => {
    const { userId, secret, tokenId } = await enrolledUser(world);
    await order(world, userId, 'disable');
    return { userId, secret, facts: { tokenId } };
  },
  async (world) => {
    const device = newDevice('hotp');
    await importDevices(world, device);
    const { userId, tokenId } = await holderOf(world, device);
    const { verificationId } = await start(world, userId);
    return { userId, device, facts: { tokenId, verificationId, serial: device.serial } };
  },
  async (world) => {
    const userId = await createUser(world);
    const body = { type: 'totp' };
    const { tokenId, secret } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
    return { userId, secret, facts: { tokenId } };
  },
  async (world) => {
    const { assertion, userId } = await attestedSignIn(world);
    return { userId, facts: { assertion } };
  },
];

/** What there is in a deployment for requests to be about. It grows by what answers tell. */
export class Population {
  readonly #world: World;
  readonly #draw: Draw;
  readonly #kin: Kin[] = [];
  readonly #names: Record<string, string[]> = {
    classes: [],
    roles: [],
    providers: [],
    serial: [],
    cursor: [],
  };

  constructor(world: World, draw: Draw) {
    this.#world = world;
    this.#draw = draw;
  }

  /** One of each state, and of each thing of the organisation. */
  async begin(): Promise<void> {
    const { api } = this.#world;
    await useSettings(this.#world, { backupCodeCount: 1, secretDisplay: 'privileged' });
    const [role, provider] = [newId('Role'), newId('Provider')];
    const service = { kind: 'https', url: 'https://factor.example.org/', timeoutMilliseconds: 1_000 };
    const secret = `whsec_${'A'.repeat(43)}=`;
    await api.expect(200, 'PUT', `/v1/roles/${role}`, { body: { type: 'Group', twoFactorRequired: true } });
    await api.expect(200, 'PUT', `/v1/providers/${provider}`, { body: { ...service, secret } });
    const device = newDevice('totp');
    await importDevices(this.#world, device);
    this.#names['classes']?.push(await defineClass(this.#world));
    this.#names['roles']?.push(role);
    this.#names['providers']?.push(provider);
    this.#names['serial']?.push(device.serial);
    for (const make of makers) this.#kin.push(await make(this.#world));
  }

  /** Somebody new, in any of the states; who has been there longest is asked about no more. */
  async refresh(): Promise<void> {
    await this.#restore();
    this.#kin.push(await pick(this.#draw, makers)(this.#world));
    if (this.#kin.length > 16) this.#kin.shift();
  }

  /** What was asked has changed the organisation, too. */
  async #restore(): Promise<void> {
    for (const type of ['totp', 'sms', 'hardware']) {
      const body = { operatorCanEnroll: true, obsolete: false };
      await this.#world.api.expect(200, 'PUT', `/v1/token-types/${type}`, { body });
    }
    await useSettings(this.#world, { backupCodeCount: 1, secretDisplay: 'privileged' });
  }

  /**
   * What one request names: mostly of one person, now and then of another.
   *
   * @param names what it needs; who has most of it is asked about more often
   */
  knownOf(names: readonly string[]): { readonly userId: string; readonly known: Known } {
    const has = ({ facts }: Kin): number => names.filter((name) => facts[name] !== undefined).length;
    const most = Math.max(...this.#kin.map(has));
    const apt = this.#kin.filter((kin) => has(kin) === most);
    const one = pick(this.#draw, this.#draw(4) > 0 ? apt : this.#kin);
    const counter = { next: this.#draw(4) };
    const known: Known = (name) =>
      this.#fact(this.#draw(12) === 0 ? pick(this.#draw, this.#kin) : one, name, counter);
    return { userId: one.userId, known };
  }

  /** Notes what an answer has told of somebody. */
  learn(body: unknown): void {
    if (typeof body !== 'object' || body === null) return;
    const { nextCursor } = body as Record<string, unknown>;
    const cursors = this.#names['cursor'] ?? [];
    if (typeof nextCursor === 'string') cursors.push(nextCursor);
    if (cursors.length > 8) cursors.shift();
  }

  #fact(kin: Kin, name: string, counter: { next: number }): string | undefined {
    const { now } = this.#world;
    switch (name) {
      case 'userId':
        return kin.userId;
      case 'code':
      case 'codes':
        return this.#code(kin, now, counter);
      case 'email':
        return `${kin.userId}@example.org`;
      case 'phone':
        return newPhone();
      case 'newUserId':
        return newId();
      case 'class':
        return pick(this.#draw, this.#names['classes'] ?? []);
      case 'provider':
        return pick(this.#draw, this.#names['providers'] ?? []);
      case 'url':
        return 'https://factor.example.org/verify';
      case 'secret':
        return pick(this.#draw, [`whsec_${'A'.repeat(43)}=`, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ']);
      case 'text/csv':
        return csvOf([newDevice('totp')]);
      default: {
        const names = this.#names[name] ?? [];
        return kin.facts[name] ?? (names.length > 0 ? pick(this.#draw, names) : undefined);
      }
    }
  }

  #code({ secret, device, codes = [] }: Kin, now: number, counter: { next: number }): string | undefined {
    if (device) return shows(device, { counter: counter.next++ });
    if (codes.length > 0 && this.#draw(6) === 0) return codes[0];
    return secret && appCode(secret, now);
  }
}
