// The sandbox of an executor, wherever on its agent that is.

import { executor } from '../cluster.js';
import { browsePage } from './columns.js';

export default async function sandbox({ agent, framework, executor: id }) {
  const { directory } = await executor(agent, framework, id);
  location.replace(browsePage(agent, directory));
  return null;
}
