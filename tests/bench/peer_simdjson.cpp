/*
 * The job of job.policy.jsonc with simdjson On-Demand and libsodium.
 *
 * Written to be fast: whole lines are read in large pieces and parsed where
 * they lie, each object is walked once in the order in which it comes, kept
 * strings are copied as received.  What On-Demand skips it does not validate.
 */
#include <simdjson.h>
#include <sodium.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>
#include <unistd.h>

using namespace simdjson;

namespace
{

constexpr size_t piece = 1 << 18, largest_record = 1 << 20;
constexpr size_t token_bytes = crypto_generichash_BYTES_MIN, token_text = 26;
const unsigned char key[crypto_generichash_KEYBYTES] = "benchmark";

[[noreturn]] void
fail(const char *why)
{
	std::fprintf(stderr, "peer_simdjson: %s\n", why);
	std::exit(EXIT_FAILURE);
}

/* A buffer that is written when a piece is full. */
class sink
{
      public:
	void put(std::string_view s)
	{
		std::memcpy(&bytes[used], s.data(), s.size());
		used += s.size();
	}

	/* Room for a record of any size we read. */
	void record_ends()
	{
		put("\n");
		if (used >= piece)
			flush();
	}

	void flush()
	{
		for (size_t done = 0; done < used;) {
			ssize_t n = write(1, &bytes[done], used - done);

			if (n <= 0)
				fail("cannot write");
			done += size_t(n);
		}
		used = 0;
	}

      private:
	std::vector<char> bytes = std::vector<char>(piece + 2 * largest_record);
	size_t used = 0;
};

/* One object of the output. */
class object
{
      public:
	object(sink &s, std::string_view opening) : to(s)
	{
		to.put(opening);
	}

	void member(std::string_view quoted_name_and_colon)
	{
		if (begun)
			to.put(",");
		begun = true;
		to.put(quoted_name_and_colon);
	}

	void close()
	{
		to.put("}");
	}

	sink &to;

      private:
	bool begun = false;
};

/* The bytes of a value without blanks behind it. */
std::string_view
raw(ondemand::value value)
{
	std::string_view token = value.raw_json_token();

	while (!token.empty() && (uint8_t)token.back() <= ' ')
		token.remove_suffix(1);
	return token;
}

void
kept(object &o, std::string_view name, ondemand::value value)
{
	o.member(name);
	o.to.put(raw(value));
}

/* For values that need no escapes. */
void
truncated(object &o, std::string_view name, ondemand::value value, size_t first)
{
	std::string_view text = value.get_string();

	if (text.find_first_of("\"\\") != text.npos)
		fail("a value that needs escapes");
	o.member(name);
	o.to.put("\"");
	o.to.put(text.substr(0, first));
	o.to.put("\"");
}

void
tokenized(object &o, std::string_view name, ondemand::value value)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char bytes[token_bytes + 1] = {};
	char text[token_text];

	if (value.is_null())
		return;
	std::string_view plain = value.get_string();
	crypto_generichash(bytes, token_bytes,
	    reinterpret_cast<const unsigned char *>(plain.data()), plain.size(),
	    key, sizeof(key));
	for (size_t i = 0; i < token_text; i++) {
		size_t bit = i * 5;
		unsigned pair =
		    unsigned(bytes[bit / 8]) << 8 | bytes[bit / 8 + 1];

		text[i] = letters[pair >> (11 - bit % 8) & 31];
	}
	o.member(name);
	o.to.put("\"tk1.bench.1.");
	o.to.put({ text, token_text });
	o.to.put("\"");
}

void
address(object &outer, ondemand::object from)
{
	outer.member("\"adresse\":");
	object o(outer.to, "{");

	for (auto field : from)
		if (field.key() == "code_postal")
			truncated(o, "\"code_postal\":", field.value(), 2);
	o.close();
}

void
patient(object &outer, ondemand::object from)
{
	outer.member("\"patient\":");
	object o(outer.to, "{");

	for (auto field : from) {
		ondemand::raw_json_string name = field.key();

		if (name == "nir")
			tokenized(o, "\"nir\":", field.value());
		else if (name == "date_naissance")
			truncated(o, "\"date_naissance\":", field.value(), 4);
		else if (name == "sexe")
			kept(o, "\"sexe\":", field.value());
		else if (name == "adresse")
			address(o, field.value());
	}
	o.close();
}

void
pharmacy(object &outer, ondemand::object from)
{
	outer.member("\"pharmacie\":");
	object o(outer.to, "{");

	for (auto field : from) {
		ondemand::raw_json_string name = field.key();

		if (name == "finess")
			kept(o, "\"finess\":", field.value());
		else if (name == "nom")
			kept(o, "\"nom\":", field.value());
	}
	o.close();
}

void
sample(object &outer, ondemand::object from)
{
	outer.member("\"prelevement\":");
	object o(outer.to, "{");

	for (auto field : from) {
		ondemand::raw_json_string name = field.key();

		if (name == "date")
			kept(o, "\"date\":", field.value());
		else if (name == "type")
			kept(o, "\"type\":", field.value());
	}
	o.close();
}

void
result(object &outer, ondemand::object from)
{
	outer.member("\"resultat\":");
	object o(outer.to, "{");

	for (auto field : from) {
		ondemand::raw_json_string name = field.key();

		if (name == "code")
			kept(o, "\"code\":", field.value());
		else if (name == "valeur")
			kept(o, "\"valeur\":", field.value());
		else if (name == "loinc")
			kept(o, "\"loinc\":", field.value());
	}
	o.close();
}

void
record(sink &to, ondemand::object from)
{
	object o(to, "{");

	for (auto field : from) {
		ondemand::raw_json_string name = field.key();

		if (name == "version_schema")
			kept(o, "\"version_schema\":", field.value());
		else if (name == "patient")
			patient(o, field.value());
		else if (name == "pharmacie")
			pharmacy(o, field.value());
		else if (name == "prelevement")
			sample(o, field.value());
		else if (name == "resultat")
			result(o, field.value());
	}
	o.close();
	to.record_ends();
}

class filter
{
      public:
	void run()
	{
		size_t held = 0;

		for (ssize_t n; (n = fill(held)) > 0;) {
			size_t end = held + size_t(n);
			size_t done = lines(end);

			held = end - done;
			std::memmove(&bytes[0], &bytes[done], held);
			if (held > largest_record)
				fail("a line is too long");
		}
		if (held > 0)
			fail("the last line is not whole");
		to.flush();
	}

      private:
	ssize_t fill(size_t held)
	{
		ssize_t n = read(0, &bytes[held], piece);

		if (n < 0)
			fail("cannot read");
		return n;
	}

	/* Filters the whole lines of the first `end` bytes. */
	size_t lines(size_t end)
	{
		size_t start = 0;

		while (const void *found =
			   std::memchr(&bytes[start], '\n', end - start)) {
			size_t stop = size_t(
			    static_cast<const char *>(found) - bytes.data());
			auto document = parser.iterate(
			    &bytes[start], stop - start, bytes.size() - start);

			record(to, document.get_object());
			start = stop + 1;
		}
		return start;
	}

	std::vector<char> bytes =
	    std::vector<char>(largest_record + piece + SIMDJSON_PADDING);
	ondemand::parser parser;
	sink to;
};

} // namespace

int
main()
try {
	if (sodium_init() < 0)
		fail("cannot start libsodium");
	filter().run();
	return EXIT_SUCCESS;
} catch (const simdjson_error &error) {
	fail(error.what());
}
