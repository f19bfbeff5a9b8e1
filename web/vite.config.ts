import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2023",
    // The page runs under a policy without inline code or data: scripts: everything is a file.
    modulePreload: false,
    assetsInlineLimit: 0,
  },
  test: { include: ["test/**/*.test.ts"], environment: "node" },
});
