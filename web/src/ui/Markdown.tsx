import { Lexer } from 'marked';
import { memo, useMemo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkGfm from 'remark-gfm';
import remend from 'remend';
import css from './Markdown.module.css';

const components: Components = {
  a: ({ children, href }) => <a href={href} target="_blank" rel="noopener noreferrer nofollow">{children}</a>,
  h1: ({ children }) => <h2>{children}</h2>, // the page has its own
  // A model must not be able to make the browser call out: an image address can carry data away.
  img: ({ alt }) => <span>{alt}</span>,
  table: ({ children }) => <div className={css.scroll}><table>{children}</table></div>,
};
// CommonMark leaves **굵게(강조)**입니다 as it is; Korean puts particles right after such words.
const plugins = [remarkGfm, remarkCjkFriendly];

const Block = memo(function Block({ text }: { text: string }) {
  return <ReactMarkdown remarkPlugins={plugins} components={components}>{text}</ReactMarkdown>;
});

/**
 * Markdown that may still be growing. Parsing a few KB takes tens of milliseconds, so a cheap lexer cuts the text into
 * top-level blocks and only the growing one is parsed again. Raw HTML is never rendered; remend closes half-received marks.
 */
export const Markdown = memo(function Markdown({ text, streaming = false }: { text: string; streaming?: boolean }) {
  const blocks = useMemo(
    () => Lexer.lex(streaming ? remend(text) : text, { gfm: true }).map((token) => token.raw),
    [text, streaming],
  );
  return <div className={css.markdown}>{blocks.map((block, index) => <Block key={index} text={block} />)}</div>;
});
