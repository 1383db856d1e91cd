import type { Problem } from '../core/problem';

/** Thrown by every API call that did not give what was asked. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(
      `${problem.kind}${problem.status ? ` (${problem.status})` : ''}${problem.message ? `: ${problem.message}` : ''}`,
    );
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

/** Any thrown value as a `Problem`. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  return { kind: 'unreadable', message: error instanceof Error ? error.message : String(error) };
}
