#!/usr/bin/env node
// In the repository the TypeScript runs as it is; under node_modules Node strips no types, and the package carries it compiled.
const { createRequire, enableCompileCache } = await import('node:module');
const { engines } = createRequire(import.meta.url)('../package.json');
const needed = engines.node.replace('>=', '');
if (process.versions.node.localeCompare(needed, 'en', { numeric: true }) < 0) {
  console.error(
    `readiness-portal ENVIRONMENT this is Node ${process.versions.node}, and ${needed} or newer is needed - install a newer Node`,
  );
  process.exit(4);
}
// Before anything else is loaded, so that the compiled code of all of it is kept for the next run.
enableCompileCache();
await import(import.meta.url.includes('/node_modules/') ? '../build/cli/main.js' : '../src/cli/main.ts').catch(({ message }) => {
  console.error(`readiness-portal ENVIRONMENT the installation is broken: ${message.split('\n')[0]} - install it again`);
  process.exit(4);
});
