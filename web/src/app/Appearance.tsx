import { ActionIcon, Button, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { Check, Languages, Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { languages } from '../i18n';
import { useLanguage } from '../ui/formats';
import { useSwitchLanguage } from './session';

const schemes = [['light', Sun], ['dark', Moon], ['auto', Monitor]] as const satisfies [MantineColorScheme, unknown][];
const names = { ko: '한국어', en: 'English' };

export function Appearance() {
  const { t } = useTranslation();
  const language = useLanguage();
  const switchLanguage = useSwitchLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = schemes.find(([scheme]) => scheme === colorScheme)?.[1] ?? Monitor;

  return (
    <>
      <Menu position="bottom-end" width={150}>
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" fw={500} leftSection={<Languages size={16} aria-hidden />} aria-label={`${t('app.language')}: ${names[language]}`}>
            {names[language]}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {languages.map((name) => (
            <Menu.Item key={name} lang={name} onClick={() => void switchLanguage(name)} rightSection={name === language && <Check size={14} aria-hidden />}>
              {names[name]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" width={150}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('app.theme')}: ${t(`app.scheme.${colorScheme}`)}`}><Current size={17} /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {schemes.map(([scheme, Icon]) => (
            <Menu.Item key={scheme} leftSection={<Icon size={15} aria-hidden />} onClick={() => setColorScheme(scheme)} rightSection={scheme === colorScheme && <Check size={14} aria-hidden />}>
              {t(`app.scheme.${scheme}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
