import { openBranch } from '../../src/remote/git-branch.ts';
import { publish, wanted } from './small-site.ts';

// A publisher in a process of its own, which can be killed: `node publish-small-site.ts CHECKOUT REMOTE TEXT`.
const [checkout = '', remote = '', text = ''] = process.argv.slice(2);
const branch = wanted(openBranch({ checkout, remote, branch: 'pages' }));
wanted(await publish(branch, () => ({ 'index.html': text, 'a/b.html': text, 'a/c.html': text })));
branch.close();
