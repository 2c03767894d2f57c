"""A byte-level BPE tokenizer: learnt from a text, written as a Hugging Face tokenizer.json.

Byte-level means that any text can be written with it, as in GPT-2 (Radford et al. 2019); BPE is Sennrich et al. 2016.
"""

import collections
import json
import re

# GPT-2's split of a text into words, in the terms of Python's re: letters are \\w without digits and underscore.
WORDS = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")
END_OF_TEXT = "<|endoftext|>"


def byte_letters():
    """GPT-2's letter for each of the 256 bytes: printable ones stand for themselves, the others are moved up."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    moved = [byte for byte in range(256) if byte not in printable]
    letters = {byte: chr(byte) for byte in printable}
    letters.update({byte: chr(256 + position) for position, byte in enumerate(moved)})
    return letters


LETTERS = byte_letters()


class Tokenizer:
    def __init__(self, vocabulary, merges):
        self.vocabulary = vocabulary
        self.merges = merges
        self.ranks = {pair: rank for rank, pair in enumerate(merges)}
        self.pieces = {number: piece for piece, number in vocabulary.items()}
        self.known = {}

    @staticmethod
    def learn(text, size):
        """Learns merges until the vocabulary has the given size: 256 bytes, the merges, and the end of text."""
        words = collections.Counter(WORDS.findall(text))
        spelt = {word: tuple(LETTERS[byte] for byte in word.encode()) for word in words}
        merges = []
        while 256 + len(merges) + 1 < size:
            pairs = collections.Counter()
            for word, count in words.items():
                for pair in zip(spelt[word], spelt[word][1:]):
                    pairs[pair] += count
            # The most frequent pair; of equally frequent ones the first in the alphabet, so that a rebuild is the same.
            best = min(pairs, key=lambda pair: (-pairs[pair], pair))
            merges.append(best)
            spelt = {word: merged(pieces, best) for word, pieces in spelt.items()}
        pieces = [LETTERS[byte] for byte in range(256)] + ["".join(pair) for pair in merges] + [END_OF_TEXT]
        return Tokenizer({piece: number for number, piece in enumerate(pieces)}, merges)

    @staticmethod
    def load(path):
        with open(path, encoding="utf-8") as file:
            model = json.load(file)["model"]
        return Tokenizer(model["vocab"], [tuple(merge.split(" ")) for merge in model["merges"]])

    def encode(self, text):
        ids = []
        for word in WORDS.findall(text):
            if word not in self.known:
                self.known[word] = self._encode_word(word)
            ids.extend(self.known[word])
        return ids

    def _encode_word(self, word):
        pieces = tuple(LETTERS[byte] for byte in word.encode())
        while len(pieces) > 1:
            pair = min(zip(pieces, pieces[1:]), key=lambda pair: self.ranks.get(pair, len(self.ranks)))
            if pair not in self.ranks:
                break
            pieces = merged(pieces, pair)
        return [self.vocabulary[piece] for piece in pieces]

    def decode(self, ids):
        bytes_of = {letter: byte for byte, letter in LETTERS.items()}
        letters = "".join(self.pieces[number] for number in ids if self.pieces[number] != END_OF_TEXT)
        return bytes(bytes_of[letter] for letter in letters).decode(errors="replace")

    def save(self, path):
        end = self.vocabulary[END_OF_TEXT]
        byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": False, "use_regex": True}
        document = {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [{"id": end, "content": END_OF_TEXT, "single_word": False, "lstrip": False,
                              "rstrip": False, "normalized": False, "special": True}],
            "normalizer": None,
            "pre_tokenizer": byte_level,
            "post_processor": None,
            "decoder": byte_level,
            "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                      "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False,
                      "vocab": self.vocabulary, "merges": [" ".join(pair) for pair in self.merges]},
        }
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=False, indent=0)


def merged(pieces, pair):
    """A word's pieces with each occurrence of a pair made one piece."""
    result = []
    position = 0
    while position < len(pieces):
        if pieces[position:position + 2] == pair:
            result.append(pieces[position] + pieces[position + 1])
            position += 2
        else:
            result.append(pieces[position])
            position += 1
    return tuple(result)
