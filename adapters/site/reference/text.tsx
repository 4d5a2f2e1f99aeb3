import type { JSX } from 'preact';
import { type Link, lookUp, type Text } from '../../../application/reference/index.js';
import { hashOf } from '../routes.js';

/** Text in a line: backticks enclose code, and links lead to pages of the reference. */
export function InlineText({ text }: { readonly text: Text }): JSX.Element {
  if (typeof text === 'string') return <>{text.split('`').map(part)}</>;
  if ('page' in text) return <ReferenceLink link={text} />;
  return (
    <>
      {text.map((piece, index) => (
        <InlineText key={index} text={piece} />
      ))}
    </>
  );
}

/** A part of a text: those between backticks are code, and a name of an errno, a right or a flag among them is a link. */
function part(text: string, index: number): JSX.Element {
  if (index % 2 === 0) return <WebLinks key={index} text={text} />;
  if (/^[A-Z][A-Z_\d]+$/.test(text) && lookUp(text).subjects.length > 0) return <NameLink key={index} name={text} />;
  return <code key={index}>{text}</code>;
}

/** Text with the addresses in it as links, without what each begins with. */
function WebLinks({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(/(https:\/\/[^\s,]+)/).map((piece, index) =>
        index % 2 === 0 ? (
          piece
        ) : (
          <a key={index} href={piece} rel="noreferrer">
            {piece.replace('https://', '')}
          </a>
        ),
      )}
    </>
  );
}

/** Which name a link's page has here: its anchor or its text, if one can be looked up by it. */
function nameOf({ text, page, anchor }: Link): string | undefined {
  const candidates = [anchor, text, page].filter(name => name !== undefined && name !== '') as string[];
  return candidates.find(name => lookUp(name).subjects.length > 0);
}

function ReferenceLink({ link }: { readonly link: Link }): JSX.Element {
  const name = nameOf(link);
  if (name === undefined) return <>{link.text}</>;
  return <a href={hashOf({ view: 'reference', name })}>{link.text}</a>;
}

/** The name of something in the reference, as a link. */
export function NameLink({ name }: { readonly name: string }): JSX.Element {
  return (
    <a class="code" href={hashOf({ view: 'reference', name })}>
      {name}
    </a>
  );
}
