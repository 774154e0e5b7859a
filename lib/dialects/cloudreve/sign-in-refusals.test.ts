import { describe, expect, it } from 'vitest';
import { createTestApp } from '@/testing/app';
import { binding, call, TOO_MANY } from '@/testing/in-process/cloudreve';
import { failure } from '@/testing/in-process/wire';

const WRONG_PASSWORD = failure(40080, 'Incorrect password or email address');
const PARAMETER_ERROR = binding('Parameter error');

const app = await createTestApp();
const email = 'ada@example.org';
const signIn = (json: object) => call(app, 'POST', '/session/token', { json });

describe('POST /session/token refuses', () => {
  it.each<[name: string, body: string, reply: object]>([
    ['an unknown address', JSON.stringify({ email: 'nobody@example.org', password: 'correct horse battery' }), WRONG_PASSWORD],
    ['no body', '', PARAMETER_ERROR],
    ['no JSON', '{"email":', PARAMETER_ERROR],
    ['a list', '[]', binding('Email cannot be empty')],
    ['a number', '5', PARAMETER_ERROR],
    ['null', 'null', PARAMETER_ERROR],
    ['an empty object', '{}', binding('Email cannot be empty')],
    ['no address', JSON.stringify({ password: 'secret' }), binding('Email cannot be empty')],
    ['no real address', JSON.stringify({ email: 'ada', password: 'secret' }), binding('Email format error')],
    ['an address that is no text', JSON.stringify({ email: 5, password: 'secret' }), PARAMETER_ERROR],
    ['no password', JSON.stringify({ email }), binding('Password cannot be empty')],
    ['three characters', JSON.stringify({ email, password: 'abc' }), binding('Password too short')],
    ['201 characters', JSON.stringify({ email, password: 'a'.repeat(201) }), binding('Password too long')],
    ['70 kB of JSON', JSON.stringify({ email, password: 'secret', more: 'x'.repeat(70_000) }), PARAMETER_ERROR],
  ])('%s', async (_name, body, reply) => {
    const headers = { 'Content-Type': 'application/json' };
    expect(await call(app, 'POST', '/session/token', { headers, body })).toEqual(reply);
  });

  it('a wrong password, with the same message as an unknown address', async () => {
    const owner = await app.open();
    expect(await signIn({ email: owner.email, password: 'wrong' })).toEqual(WRONG_PASSWORD);
  });

  it('more than ten attempts in a minute', async () => {
    const owner = await app.open();
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      expect(await signIn({ email: owner.email, password: 'wrong' })).toEqual(WRONG_PASSWORD);
    }
    expect(await signIn({ email: owner.email, password: 'wrong' })).toEqual(TOO_MANY);
    expect(await signIn({ email: owner.email, password: owner.password })).toEqual(TOO_MANY);
  });
});
