import { readFixture } from './cases.ts';

/** The text of a key's `.pub` file without its comment. */
export const publicKey = (name: string): string => readFixture(`test-${name}.pub`).toString().split(' ').slice(0, 2).join(' ');

/** A line of an allowed-signers file, and what becomes of `jo@example.org`, who signs with that key in 2026. */
export interface SignerLine {
  readonly name: string;
  readonly line: string;
  readonly expected: 'allowed' | 'other-principal' | 'namespace' | 'not-yet-valid' | 'expired' | 'problem';
}

const key = publicKey('ed25519');
const row = (name: string, line: string, expected: SignerLine['expected']): SignerLine => ({ name, line, expected });

/** Lines that ssh-keygen takes in the same way; a problem is to it a line that allows nobody. */
export const sharedLines: readonly SignerLine[] = [
  row('a plain line', `jo@example.org ${key}`, 'allowed'),
  row('a comment behind', `jo@example.org ${key} Jo's "laptop, 2026`, 'allowed'),
  row('white space around', ` \t jo@example.org \t ${key.replace(' ', ' \t ')} \t`, 'allowed'),
  row('a carriage return behind', `jo@example.org ${key}\r`, 'allowed'),
  row('several principals', `al@example.org,jo@example.org ${key}`, 'allowed'),
  row('quoted principals', `"jo@example.org" ${key}`, 'allowed'),
  row('a wild domain', `*@example.org ${key}`, 'allowed'),
  row('a wild letter', `j?@example.org ${key}`, 'allowed'),
  row('anybody', `* ${key}`, 'allowed'),
  row('stars in a row', `**o**@*.org* ${key}`, 'allowed'),
  row('a wild letter too many', `jo?@example.org ${key}`, 'other-principal'),
  row('a longer name', `jo@example.org.uk ${key}`, 'other-principal'),
  row('a shorter name', `jo@example ${key}`, 'other-principal'),
  row('taken out first', `!jo@example.org,* ${key}`, 'other-principal'),
  row('taken out last', `*,!jo@* ${key}`, 'other-principal'),
  row('another one taken out', `!al@example.org,* ${key}`, 'allowed'),
  row('nobody but one taken out', `!al@example.org ${key}`, 'other-principal'),
  row('the namespace', `jo@example.org namespaces="sign-off@example.org" ${key}`, 'allowed'),
  row('an option in capitals', `jo@example.org NAMESPACES="sign-off@example.org" ${key}`, 'allowed'),
  row('several namespaces', `jo@example.org namespaces="git,sign-off@*" ${key}`, 'allowed'),
  row('a namespace with a space', `jo@example.org namespaces="a b,sign-off@example.org" ${key}`, 'allowed'),
  row('a namespace with a quote', `jo@example.org namespaces="a\\"b,sign-off@example.org" ${key}`, 'allowed'),
  row('another namespace', `jo@example.org namespaces="git" ${key}`, 'namespace'),
  row('the namespace taken out', `jo@example.org namespaces="*,!sign-off@example.org" ${key}`, 'namespace'),
  row('the namespace in capitals', `jo@example.org namespaces="SIGN-OFF@example.org" ${key}`, 'namespace'),
  row('since a day', `jo@example.org valid-after="20260101Z" ${key}`, 'allowed'),
  row('since a minute', `jo@example.org valid-after="202601010000Z" ${key}`, 'allowed'),
  row('since a second', `jo@example.org valid-after="20260101000000Z" ${key}`, 'allowed'),
  row('from a later day', `jo@example.org valid-after="20270101Z" ${key}`, 'not-yet-valid'),
  row('until a later day', `jo@example.org valid-before="20270101Z" ${key}`, 'allowed'),
  row('until a leap day', `jo@example.org valid-before="20280229Z" ${key}`, 'allowed'),
  row('until an earlier day', `jo@example.org valid-before="20260101Z" ${key}`, 'expired'),
  row('all options', `jo@example.org valid-before="20270101Z",namespaces="sign-off@example.org",valid-after="20260101Z" ${key}`, 'allowed'),
  row('a window that ends before it starts', `jo@example.org valid-after="20270101Z",valid-before="20260101Z" ${key}`, 'problem'),
  row('a window without length', `jo@example.org valid-after="20260101Z",valid-before="20260101Z" ${key}`, 'problem'),
  row('a time with hours alone', `jo@example.org valid-after="2026010100Z" ${key}`, 'problem'),
  row('a 13th month', `jo@example.org valid-after="20261301Z" ${key}`, 'problem'),
  row('a 24th hour', `jo@example.org valid-after="202601012400Z" ${key}`, 'problem'),
  row('the start of 1970', `jo@example.org valid-after="19700101Z" ${key}`, 'problem'),
  row('a time before 1970', `jo@example.org valid-after="19690101Z" ${key}`, 'problem'),
  row('a time of another form', `jo@example.org valid-after="2026-01-01T00:00:00Z" ${key}`, 'problem'),
  row('an empty time', `jo@example.org valid-after="" ${key}`, 'problem'),
  row('an option twice', `jo@example.org namespaces="git",namespaces="sign-off@example.org" ${key}`, 'problem'),
  row('an unknown option', `jo@example.org namespace="sign-off@example.org" ${key}`, 'problem'),
  row('an option of authorized_keys', `jo@example.org restrict ${key}`, 'problem'),
  row('a value without quotes', `jo@example.org namespaces=sign-off@example.org ${key}`, 'problem'),
  row('an option without a value', `jo@example.org namespaces ${key}`, 'problem'),
  row('a quote that is not closed', `jo@example.org namespaces="sign-off@example.org ${key}`, 'problem'),
  row('a comma behind the options', `jo@example.org namespaces="sign-off@example.org", ${key}`, 'problem'),
  row('a space between the options', `jo@example.org namespaces="sign-off@example.org", valid-after="20260101Z" ${key}`, 'problem'),
  row('no namespace', `jo@example.org namespaces="" ${key}`, 'problem'),
  row('a certificate authority', `jo@example.org cert-authority ${key}`, 'problem'),
  row('a certificate authority among options', `jo@example.org namespaces="sign-off@example.org",cert-authority ${key}`, 'problem'),
  row('no principal', key, 'problem'),
  row('no key', 'jo@example.org', 'problem'),
  row('no key behind the options', 'jo@example.org namespaces="sign-off@example.org"', 'problem'),
  row('half a key', `jo@example.org ${key.slice(0, -10)}`, 'problem'),
  row('a type without a key', 'jo@example.org ssh-ed25519', 'problem'),
  row('a key of another type than it says', `jo@example.org ${key.replace('ssh-ed25519', 'ssh-rsa')}`, 'problem'),
  row('a type that does not exist', `jo@example.org ${key.replace('ssh-ed25519', 'ssh-ed448')}`, 'problem'),
];

/** Lines that are refused here alone. */
export const strictLines: readonly SignerLine[] = [
  row('a time of no zone', `jo@example.org valid-after="20260101" ${key}`, 'problem'),
  row('a time of a small z', `jo@example.org valid-after="20260101z" ${key}`, 'problem'),
  row('a day that does not exist', `jo@example.org valid-before="20270230Z" ${key}`, 'problem'),
  row('a leap second', `jo@example.org valid-before="20261231235960Z" ${key}`, 'problem'),
  row('an empty principal', `jo@example.org, ${key}`, 'problem'),
  row('a quote within the principals', `jo@"example.org" ${key}`, 'problem'),
  row('a character that cannot be seen', `jo@example.org,al\u200b@example.org ${key}`, 'problem'),
  row('RSA of 1024 bits', `jo@example.org ${publicKey('rsa-1024')}`, 'problem'),
];
