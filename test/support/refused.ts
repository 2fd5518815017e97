import { expect } from 'vitest';
import type { Answer, Person } from './server.ts';

/** The refusal of an answer that must be one: its status, its code and, for the reader of a failure, all of it. */
export async function refused(asked: Answer | Promise<Answer>, status: number, code: string) {
  const answer = await asked;
  expect([answer.status, answer.body?.error?.code], JSON.stringify(answer.body)).toEqual([status, code]);
  return answer.body.error as Record<string, unknown>;
}

/** A scan that must be refused for this; the handheld is told in words, and shown where it stands. */
export async function scanRefused(person: Person, [flow, code, more]: [string, string, object?], why: string) {
  const verdict = await person.scan(flow, code, { ...more });
  expect([verdict.ok, verdict.refusal?.code], JSON.stringify(verdict)).toEqual([false, why]);
  expect(verdict.refusal.message.split(' ').length).toBeLessThanOrEqual(12);
  return verdict;
}
