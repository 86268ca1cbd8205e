/** The few assertions of the suite; `node:assert` does not exist in a web worker. */
export function ok(value: unknown, message: string): asserts value {
  if (!value) throw new Error(message);
}

export function equal<T>(actual: T, expected: T): void {
  ok(Object.is(actual, expected), `expected ${String(expected)}, got ${String(actual)}`);
}

export function match(text: string, pattern: RegExp): void {
  ok(pattern.test(text), `expected ${pattern} in:\n${text}`);
}

export function doesNotMatch(text: string, pattern: RegExp): void {
  ok(!pattern.test(text), `did not expect ${pattern} in:\n${text}`);
}
