import { expect, test } from 'vitest';
import { eventTypes } from '../../lib/domain/events.ts';
import { whoDid } from '../../web/self/home/who-did.ts';
import { eventTexts } from '../../web/shared/event-texts.ts';
import { actorTitle, eventTitle } from '../../web/shared/events/event-texts.ts';

const { en, de } = eventTexts;

test('every event has words of its own in each language', () => {
  for (const { types } of Object.values(eventTexts)) {
    expect(Object.keys(types).sort()).toEqual(Object.keys(eventTypes).sort());
    expect(new Set(Object.values(types)).size).toBe(Object.keys(types).length);
  }
});

test('an event that this page does not know stands as the service calls it', () => {
  expect(eventTitle(en, 'token.enrolled')).toBe('Token enrolled');
  expect(eventTitle(de, 'token.enrolled')).toBe('Token eingerichtet');
  expect(eventTitle(en, 'moon.landed')).toBe('moon.landed');
  expect(eventTitle(en, 'toString')).toBe('toString');
});

test('who did it is said by kind and name, and the name may hold colons', () => {
  expect(actorTitle(en, 'operator:ada')).toBe('Operator ada');
  expect(actorTitle(de, 'application:urn:shop')).toBe('Anwendung urn:shop');
  expect(actorTitle(en, 'schedule:deliver')).toBe('Countersign');
  expect(actorTitle(de, 'schedule:expire-enrollments')).toBe('Countersign');
  expect(actorTitle(en, 'robot:ada')).toBe('robot:ada');
  expect(actorTitle(en, 'nobody')).toBe('nobody');
});

test('users read of themselves as You, and of a schedule as the service', () => {
  const words = { all: en, you: 'You', service: 'by Countersign' };
  expect(whoDid(words, 'user:ada', 'ada')).toBe('You');
  expect(whoDid(words, 'schedule:deliver', 'ada')).toBe('by Countersign');
  expect(whoDid(words, 'operator:hanna', 'ada')).toBe('Operator hanna');
});
