/** Where an element keeps its place in a heap; -1 when it is in none. One field per heap that it may be in. */
export interface HeapPlace<T> {
  get(element: T): number;
  set(element: T, place: number): void;
}

const ARITY = 4;
const FIRST_CAPACITY = 16;

/**
 * A 4-ary min-heap whose elements know their place, so that moving and removing one costs O(log n) wherever it is.
 * Elements with equal keys leave in the order in which they came. Four children a node: half the levels of a binary
 * heap, and the children share a cache line.
 */
export class IndexedHeap<T> {
  private keys = new Float64Array(FIRST_CAPACITY);
  /** Breaks ties between equal keys. */
  private arrivals = new Float64Array(FIRST_CAPACITY);
  private readonly elements: T[] = [];
  private nextArrival = 0;
  private readonly place: HeapPlace<T>;

  constructor(place: HeapPlace<T>) {
    this.place = place;
  }

  get size(): number {
    return this.elements.length;
  }

  has(element: T): boolean {
    return this.place.get(element) >= 0;
  }

  /** The element with the smallest key. */
  peek(): T | undefined {
    return this.elements[0];
  }

  peekKey(): number | undefined {
    return this.elements.length === 0 ? undefined : this.keys[0];
  }

  /** How many elements have at most this key; looks at no others but their children. */
  countUpTo(key: number): number {
    let count = 0;
    const places = [0];
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      if (place >= this.elements.length || (this.keys[place] as number) > key) continue;
      count++;
      for (let child = 1; child <= ARITY; child++) places.push(place * ARITY + child);
    }
    return count;
  }

  keyOf(element: T): number | undefined {
    const place = this.place.get(element);
    return place < 0 ? undefined : this.keys[place];
  }

  /** Inserts an element, or moves it if it already exists. */
  put(element: T, key: number): void {
    const place = this.place.get(element);
    if (place < 0) {
      this.insert(element, key);
      return;
    }
    const earlier = key < (this.keys[place] as number);
    const arrival = this.nextArrival++;
    if (earlier) this.siftUp(place, element, key, arrival);
    else this.siftDown(place, element, key, arrival);
  }

  /** Takes an element out; false when it was not in. */
  remove(element: T): boolean {
    const place = this.place.get(element);
    if (place < 0) return false;
    this.place.set(element, -1);
    const last = this.elements.length - 1;
    const moved = this.elements.pop() as T;
    if (place !== last) {
      const key = this.keys[last] as number;
      const arrival = this.arrivals[last] as number;
      if (this.isBefore(key, arrival, place)) this.siftUp(place, moved, key, arrival);
      else this.siftDown(place, moved, key, arrival);
    }
    return true;
  }

  /** Takes the first element out when its key is at most `limit`. */
  shiftUpTo(limit: number): T | undefined {
    const first = this.elements[0];
    if (first === undefined || (this.keys[0] as number) > limit) return undefined;
    this.remove(first);
    return first;
  }

  /** All elements, in no order that means anything. */
  all(): IterableIterator<T> {
    return this.elements.values();
  }

  /** By their keys; finding each of the first k takes O(log k). The heap must not change meanwhile. */
  *inOrder(): Generator<T> {
    // Children are behind their parents, so only those of what was given can be next.
    const nextPlaces = new IndexedHeap<{ readonly at: number; place: number }>({
      get: ({ place }) => place,
      set: (candidate, place) => {
        candidate.place = place;
      },
    });
    const add = (at: number): void => {
      if (at < this.elements.length) nextPlaces.put({ at, place: -1 }, this.keys[at] as number);
    };
    add(0);
    for (let candidate = nextPlaces.peek(); candidate !== undefined; candidate = nextPlaces.peek()) {
      nextPlaces.remove(candidate);
      const { at } = candidate;
      yield this.elements[at] as T;
      for (let child = 1; child <= ARITY; child++) add(at * ARITY + child);
    }
  }

  /** Adds the same to every key: no element changes its place. */
  shiftKeys(by: number): void {
    for (let place = 0; place < this.elements.length; place++) {
      this.keys[place] = (this.keys[place] as number) + by;
    }
  }

  clear(): void {
    for (const element of this.elements) this.place.set(element, -1);
    this.elements.length = 0;
  }

  private insert(element: T, key: number): void {
    const size = this.elements.length;
    if (size === this.keys.length) this.grow();
    this.elements.push(element);
    this.siftUp(size, element, key, this.nextArrival++);
  }

  private grow(): void {
    const capacity = this.keys.length * 2;
    const keys = new Float64Array(capacity);
    keys.set(this.keys);
    this.keys = keys;
    const arrivals = new Float64Array(capacity);
    arrivals.set(this.arrivals);
    this.arrivals = arrivals;
  }

  private isBefore(key: number, arrival: number, place: number): boolean {
    const other = this.keys[place] as number;
    return key < other || (key === other && arrival < (this.arrivals[place] as number));
  }

  private siftUp(start: number, element: T, key: number, arrival: number): void {
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (!this.isBefore(key, arrival, parent)) break;
      this.copy(parent, place);
      place = parent;
    }
    this.write(place, element, key, arrival);
  }

  private siftDown(start: number, element: T, key: number, arrival: number): void {
    const size = this.elements.length;
    let place = start;
    for (;;) {
      const firstChild = place * ARITY + 1;
      if (firstChild >= size) break;
      let least = firstChild;
      const end = Math.min(firstChild + ARITY, size);
      for (let child = firstChild + 1; child < end; child++) {
        if (this.isBefore(this.keys[child] as number, this.arrivals[child] as number, least)) least = child;
      }
      if (this.isBefore(key, arrival, least)) break;
      this.copy(least, place);
      place = least;
    }
    this.write(place, element, key, arrival);
  }

  private copy(from: number, to: number): void {
    this.write(to, this.elements[from] as T, this.keys[from] as number, this.arrivals[from] as number);
  }

  private write(place: number, element: T, key: number, arrival: number): void {
    this.elements[place] = element;
    this.keys[place] = key;
    this.arrivals[place] = arrival;
    this.place.set(element, place);
  }
}
