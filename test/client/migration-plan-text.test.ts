import { expect, it } from "vitest";
import { isProved, planText, proofSentence } from "../../client/src/views/migration-plan-text.ts";
import type { MigratePlan, MigrateProof } from "../../server/src/protocol.ts";

const plan: MigratePlan = {
  title: "office → WireGuard",
  steps: [
    { stage: "parallel", text: "Interface wg-office", reason: "It takes the tunnel's place." },
    { stage: "decommission", text: "PPTP client office goes", reason: "Nothing uses it any more." },
  ],
  inputs: [
    { name: "peer-public-key", description: "The provider tells it.", isSecret: false, isOptional: false },
  ],
  warnings: [],
  review: ["Script `watch` names the tunnel."],
  clientFiles: [],
};

it("writes stages, what is missing and what is left to a person, and no empty section", () => {
  expect(planText(plan)).toMatchInlineSnapshot(`
    "# office → WireGuard

    ## Stage 1: the new tunnel beside the old one

    - **Interface wg-office** – It takes the tunnel's place.

    ## Stage 3: the old tunnel goes

    - **PPTP client office goes** – Nothing uses it any more.

    ## Only you know

    - \`<PEER-PUBLIC-KEY>\`: The provider tells it.

    ## Look at by hand

    - Script \`watch\` names the tunnel.
    "
  `);
});

it("says what was compared and what is left to fill in", () => {
  const proof = { problems: [], differences: [], flows: 12 };
  expect(proofSentence({ files: [], missingInputs: ["peer-public-key"], proof })).toBe(
    "12 kinds of packets compared: all go as before. Left to fill in: <PEER-PUBLIC-KEY>.",
  );
  const meant = { message: "a", reason: "that is meant", isUndecided: false };
  expect(proofSentence({ files: [], missingInputs: [], proof: { ...proof, differences: [meant] } })).toBe(
    "12 kinds of packets compared: 1 goes another way, as the plan means it.",
  );
  expect(proofSentence({ files: [], missingInputs: [], proof: { ...proof, problems: ["A.", "B."] } })).toBe(
    "Not proved: A. (and 1 more)",
  );
});

it("counts what cannot be decided apart from what goes as meant, and trusts nothing unexplained", () => {
  const told = (differences: MigrateProof["differences"]) => ({
    ...{ files: [], missingInputs: [] },
    proof: { problems: [], differences, flows: 12 },
  });
  const meant = { message: "A.", reason: "that is meant", isUndecided: false };
  const open = { message: "B.", reason: "could not be decided before either", isUndecided: true };
  expect(proofSentence(told([meant, open, open]))).toBe(
    "12 kinds of packets compared: 1 goes another way, as the plan means it, and the way of 2 cannot be decided.",
  );
  expect(planText(plan, told([meant, open]))).toContain(
    "another way than before\n\n- A. (that is meant)\n\n## Packets whose way cannot be decided\n\n- B. (could",
  );
  expect(isProved(told([meant, open]))).toBe(true);
  const against = told([open, { message: "C.", isUndecided: false }]);
  expect(isProved(against)).toBe(false);
  expect(proofSentence(against)).toBe("Not proved: C.");
});
