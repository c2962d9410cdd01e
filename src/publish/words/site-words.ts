/** What a site lacks that was built without the address under which it is published. */
export const withoutAddress = {
  badges:
    'This site was built without its address, so that what is to be copied has another in its place: state it as site: in content/portal.yaml, or with --site.',
  feed: 'built without the address of the site, so that its links lead to the machine that built it',
} as const;
