/** Which rows of a long list are in view. Browsers limit how high an element can be, and a million rows are higher. */

/** No element is made higher than this, in pixels: Firefox has the lowest limit, 17.8 million. */
const TALLEST = 8_000_000;

/** Maps the scroll bar of an element of limited height to a list of any length. */
export class ScrollPosition {
  readonly rowHeight: number;
  #rows = 0;
  #viewport = 0;
  /** How far down the list is: the pixels of the list above the view. */
  #top = 0;
  /** Where the scroll bar is: the pixels of the element above the view. */
  #bar = 0;

  constructor(rowHeight: number) {
    this.rowHeight = rowHeight;
  }

  /** The height of the element that the scroll bar is of. */
  get height(): number {
    return Math.min(this.#listHeight, TALLEST);
  }

  /** Where the scroll bar has to be. */
  get bar(): number {
    return this.#bar;
  }

  /** The first row in view, perhaps in part. */
  get firstRow(): number {
    return Math.floor(this.#top / this.rowHeight);
  }

  /** Behind the last row in view. */
  get endRow(): number {
    return Math.min(this.#rows, Math.ceil((this.#top + this.#viewport) / this.rowHeight));
  }

  /** How many rows are wholly in view. */
  get page(): number {
    return Math.max(1, Math.floor(this.#viewport / this.rowHeight));
  }

  /** Where a row is in the element, in pixels. */
  placeOf(row: number): number {
    return row * this.rowHeight - this.#top + this.#bar;
  }

  /** The list has become longer or shorter, or the view higher or lower. */
  resize(rows: number, viewport: number): void {
    this.#rows = rows;
    this.#viewport = viewport;
    this.#moveTo(this.#top);
  }

  /** The scroll bar was moved: a little, which is as many pixels of the list; or far, which is a part of the list. */
  scrolled(bar: number): void {
    const moved = bar - this.#bar;
    const far = Math.abs(moved) > 2 * this.#viewport || bar <= 0 || bar >= this.#barEnd;
    this.#bar = Math.max(0, Math.min(bar, this.#barEnd));
    const top = far && this.#barEnd > 0 ? (this.#bar / this.#barEnd) * this.#topEnd : this.#top + moved;
    this.#top = Math.max(0, Math.min(top, this.#topEnd));
  }

  /** Brings a row into view, if it is not; `centre` puts it in the middle then. */
  reveal(row: number, centre = false): void {
    const from = row * this.rowHeight;
    const to = from + this.rowHeight;
    if (from >= this.#top && to <= this.#top + this.#viewport) return;
    if (centre) this.#moveTo(from - (this.#viewport - this.rowHeight) / 2);
    else this.#moveTo(from < this.#top ? from : to - this.#viewport);
  }

  get #listHeight(): number {
    return this.#rows * this.rowHeight;
  }

  get #topEnd(): number {
    return Math.max(0, this.#listHeight - this.#viewport);
  }

  get #barEnd(): number {
    return Math.max(0, this.height - this.#viewport);
  }

  #moveTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.#topEnd));
    this.#bar = this.#topEnd === 0 ? 0 : Math.round((this.#top / this.#topEnd) * this.#barEnd);
  }
}
