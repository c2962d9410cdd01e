import { resolve } from 'node:path';
import { siteConfig } from './src/build/astro-config.ts';
import { localAddress } from './src/build/site-code.ts';

// For `astro dev`, `astro preview` and `astro check`. `readiness-portal build` brings the same configuration for any root.
export default siteConfig({ root: resolve(process.env.READINESS_ROOT ?? '.'), out: resolve('dist'), site: localAddress });
