#!/usr/bin/env node
// In the repository the TypeScript runs as it is; under node_modules Node strips no types, and the package carries it compiled.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `readiness ENVIRONMENT this is Node ${process.versions.node}, and 22.18 is needed - run it with npx, which takes the Node of the package`,
  );
  process.exit(4);
}
// Before anything else is loaded, so that the compiled code of all of it is kept for the next run.
(await import('node:module')).enableCompileCache();
await import(import.meta.url.includes('/node_modules/') ? '../build/cli/main.js' : '../src/cli/main.ts');
