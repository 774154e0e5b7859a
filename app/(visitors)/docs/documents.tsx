import type { Metadata } from 'next';
import { DocumentPage } from '@/components/documentation/document-page';
import cloudreve from '@/docs/api/cloudreve.md';
import gravatar from '@/docs/api/gravatar.md';
import mycargoextra from '@/docs/api/mycargoextra.md';
import native from '@/docs/api/native.md';
import overview from '@/docs/api/README.md';
import ulule from '@/docs/api/ulule.md';
import zulip from '@/docs/api/zulip.md';
import { pageLanguage, texts } from '@/lib/languages/page-texts';
import { serverAddress } from '@/lib/page-data/about';

const OF_APIS = { native, mycargoextra, cloudreve, ulule, zulip, gravatar };
const DOCUMENTS = { overview, ...OF_APIS };

type Api = keyof typeof OF_APIS;
type DocumentName = keyof typeof DOCUMENTS;

const NAMES = Object.keys(DOCUMENTS) as DocumentName[];

export const isApi = (name: string): name is Api => Object.hasOwn(OF_APIS, name);

const pathOf = (name: DocumentName) => (name === 'overview' ? '/docs' : `/docs/${name}`);

/** Names in the language of the page. Those of products are the same in every language. */
async function titles(): Promise<Record<DocumentName, string>> {
  const t = await texts('documentation');
  return {
    overview: t('overview'),
    native: t('native'),
    mycargoextra: 'MyCargoExtra',
    cloudreve: 'Cloudreve',
    ulule: 'Ulule',
    zulip: 'Zulip',
    gravatar: 'Gravatar',
  };
}

export async function documentMetadata(name: DocumentName): Promise<Metadata> {
  const title = (await texts('documentation'))('title');
  return { title: name === 'overview' ? title : `${(await titles())[name]} · ${title}` };
}

export async function ApiDocument({ name }: { name: DocumentName }) {
  const names = await titles();
  return (
    <DocumentPage
      document={DOCUMENTS[name]}
      pages={NAMES.map((each) => ({ href: pathOf(each), name: names[each] }))}
      current={pathOf(name)}
      baseUrl={await serverAddress()}
      language={await pageLanguage()}
      texts={await texts('documentation')}
    />
  );
}
