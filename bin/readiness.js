#!/usr/bin/env node
// In the repository the TypeScript runs as it is; under node_modules Node strips no types, and the package carries it compiled.
import { existsSync } from 'node:fs';

const compiled = new URL('../build/cli/main.js', import.meta.url);
await import(existsSync(compiled) ? compiled.href : new URL('../src/cli/main.ts', import.meta.url).href);
