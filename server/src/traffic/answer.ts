/** Three-valued truth: what the configuration alone does not decide stays "unknown", never a guess. */
export type Answer = "yes" | "no" | "unknown";

export function answerOf(value: boolean | undefined): Answer {
  if (value === undefined) return "unknown";
  return value ? "yes" : "no";
}

export function not(answer: Answer): Answer {
  if (answer === "unknown") return "unknown";
  return answer === "yes" ? "no" : "yes";
}

/** "no" as soon as one is "no"; "yes" for none at all. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("unknown") ? "unknown" : "yes";
}

/** "yes" as soon as one is "yes"; "no" for none at all. */
export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("unknown") ? "unknown" : "no";
}
