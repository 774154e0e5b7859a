import { ApiDocument, documentMetadata } from './documents';

export const generateMetadata = () => documentMetadata('overview');

export default function Overview() {
  return <ApiDocument name="overview" />;
}
