import { useTranslation } from 'react-i18next';
import { isKnownTool } from '../api/tools';

/** What a tool is called in plain words; the name itself for one that the page does not know. */
export function useToolName() {
  const { t } = useTranslation();
  return (name: string) => (isKnownTool(name) ? t(`tool.name.${name}`) : name);
}
