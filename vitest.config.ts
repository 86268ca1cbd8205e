import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**"],
    setupFiles: ["test/support/seed.ts"],
    // Speed is measured in bench/, never here: a slow machine must not turn a test red.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
