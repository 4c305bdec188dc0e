import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import i18n
from tui.settings import (
    OPTIONS,
    SITES,
    Option,
    OptionError,
    Settings,
    asgi_app,
    language,
    read_sources,
    resolve,
)
from tui.settings.options import seconds, server_root, share


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    i18n.install(i18n.DEFAULT)


def load(config: Path, environment: dict[str, str] | None = None, **flags: str) -> Settings:
    variables = {"DATAGOUV_TUI_CONFIG": str(config), **(environment or {})}
    return resolve(read_sources(variables), flags)


def test_without_any_source_the_defaults_hold(config: Path) -> None:
    assert load(config) == Settings()


def test_the_file_is_in_the_platforms_config_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "datagouv-tui"
    folder.mkdir()
    (folder / "config.toml").write_text('theme = "dracula"')
    assert resolve(read_sources({}), {}).theme == "dracula"


def test_the_file_sets_everything(config: Path, tmp_path: Path) -> None:
    config.write_text(
        f"""
        site = "demo"
        lang = "fr"
        theme = "nord"
        main_url = "http://localhost:7000/api/1"
        tabular_url = "http://localhost:8005/api/"
        metrics_url = "http://localhost:8006"
        latency = 0.25
        fault_rate = 0.5
        mouse = false
        log_file = "{tmp_path}/log.txt"
        [keys]
        "app.quit" = "Q"
        "app.help" = ["f1", " question_mark "]
        """
    )
    settings = load(config)
    assert settings.warnings == ()
    assert settings.site.name == "demo"
    assert settings.site.main_url == settings.site.web_url == "http://localhost:7000"
    assert settings.site.tabular_url == "http://localhost:8005"
    assert settings.site.metrics_url == "http://localhost:8006"
    assert (settings.lang, settings.theme, settings.mouse) == ("fr", "nord", False)
    assert (settings.latency, settings.fault_rate) == (0.25, 0.5)
    assert settings.log_file == tmp_path / "log.txt"
    assert settings.keys == {"app.quit": "Q", "app.help": "f1,question_mark"}


def test_the_environment_is_above_the_file_and_flags_above_both(config: Path) -> None:
    config.write_text('theme = "from-file"\nlang = "en"\nlatency = 1')
    environment = {"DATAGOUV_TUI_THEME": "from-environment", "DATAGOUV_TUI_LANG": "fr"}
    settings = load(config, environment, theme="from-flag")
    assert (settings.theme, settings.lang, settings.latency) == ("from-flag", "fr", 1.0)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.key)
def test_every_setting_has_its_variable(option: Option, config: Path) -> None:
    values = {
        "site": "demo",
        "lang": "fr",
        "theme": "nord",
        "main_url": "http://a",
        "tabular_url": "http://b",
        "metrics_url": "none",
        "mcp_url": "https://c/mcp",
        "log_file": "/tmp/x.log",
        "latency": "300ms",
        "fault_rate": "10%",
        "faults": "429, stall",
        "mouse": "off",
        "scroll_region": "off",
        "history": "off",
        "cache_minutes": "60",
        "cache_size": "0",
        "writes": "on",
    }
    settings = load(config, {option.variable: values[option.key]})
    assert settings == option.choose(Settings(), values[option.key])
    assert settings != Settings()


@pytest.mark.parametrize(
    ("value", "chosen"), [('"on"', "on"), ("true", "on"), ("false", "off"), ('"Auto"', "auto")]
)
def test_lines_that_scroll_are_moved_as_chosen(config: Path, value: str, chosen: str) -> None:
    config.write_text(f"scroll_region = {value}")
    assert load(config).scroll_region == chosen


@pytest.mark.parametrize("value", ['"429 stall"', '"stall,LIMITED, stall"', '[429, "stall"]'])
def test_failures_are_chosen_by_name(config: Path, value: str) -> None:
    config.write_text(f"faults = {value}")
    assert set(load(config).faults) == {"limited", "stall"}


def test_another_way_to_scroll_is_said_and_left_out(config: Path) -> None:
    config.write_text('scroll_region = "smooth"')
    settings = load(config)
    assert settings.scroll_region == "auto"
    assert "auto, on, off" in settings.warnings[0]


def test_an_empty_variable_is_as_good_as_none(config: Path) -> None:
    assert load(config, {"DATAGOUV_TUI_SITE": ""}) == Settings()


def test_an_unknown_key_is_said_with_the_one_it_looks_like(config: Path) -> None:
    config.write_text('langue = "fr"\nthem = "nord"\n"\\u001b[31m" = 1')
    langue, them, control = load(config).warnings
    assert "Did you mean lang?" in langue
    assert "Did you mean theme?" in them
    assert control.isprintable()


def test_an_unknown_variable_is_said_with_the_one_it_looks_like(config: Path) -> None:
    (warning,) = load(config, {"DATAGOUV_TUI_TEHME": "nord"}).warnings
    assert "DATAGOUV_TUI_THEME" in warning


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b'site = "demo"\ntheme =\n', "line 2, column 8"),
        (b'site = "demo"\nsite = "www"\n', "line 2"),
        (b'theme = "\xc3\xa9\xff"', "line 1, column 11"),
        (b"[keys", "line 1, column 6"),
        (b"a = 1\n\nb = [1,", "line 3, column 8"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_column(
    content: bytes, where: str, config: Path
) -> None:
    config.write_bytes(content)
    settings = load(config, {"DATAGOUV_TUI_SITE": "demo"})
    (warning,) = settings.warnings
    assert warning.startswith(str(config))
    assert where in warning
    assert settings.theme == ""
    assert settings.site.name == "demo"


def test_a_file_that_cannot_be_read_is_named(config: Path) -> None:
    config.mkdir()
    (warning,) = load(config).warnings
    assert str(config) in warning


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a = " + "[" * 5_000 + "]" * 5_000, "nested too deeply"),
        ("a = " + "9" * 5_000, "too many digits"),
        ("#" * 1_100_000, "too large"),
    ],
)
def test_a_file_that_no_reader_could_take_is_left_out(
    content: str, said: str, config: Path
) -> None:
    config.write_text(content)
    (warning,) = load(config).warnings
    assert said in warning


def test_a_pipe_or_a_device_in_place_of_the_file_is_not_waited_for(config: Path) -> None:
    os.mkfifo(config)
    (warning,) = load(config).warnings
    assert "is not a file" in warning
    (warning,) = load(Path("/dev/zero")).warnings
    assert "is not a file" in warning
    assert load(Path(os.devnull)).warnings == ()
    assert load(Path("~nobody-here/x")).warnings == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('site = "prod"', "www, demo, sample"),
        ("site = 3", "www, demo, sample"),
        ('lang = "de"', "en, fr"),
        ('lang = ["fr"]', "en, fr"),
        ('theme = ""', "theme"),
        ('latency = "soon"', "300ms"),
        ("latency = -1", "300ms"),
        ("latency = true", "300ms"),
        ('latency = "61s"', "minute"),
        ("fault_rate = 2", "from 0 to 1"),
        ("fault_rate = nan", "from 0 to 1"),
        ("fault_rate = true", "from 0 to 1"),
        ('faults = ["stall", "flood"]', "“flood” is not one of error, busy, limited"),
        ('faults = ","', "error, busy"),
        ('mouse = "maybe"', "true, false"),
        ("mouse = 1", "true, false"),
        ("log_file = 3", "log_file"),
        ('log_file = "~nobody-here/x"', "“~nobody-here/x” names no file"),
        ('log_file = "a\\u0000b"', "names no file"),
        ("cache_size = 0x" + "F" * 5_000, "“…” is not a number"),
        ("latency = 0x" + "F" * 5_000, "300ms"),
        ("scroll_region = [0x" + "F" * 5_000 + "]", "auto, on, off"),
        ('main_url = "localhost:7000"', "http://"),
        ('keys = "Q"', "[keys]"),
        ("[keys]\nquit = 3", "keys.quit"),
    ],
)
def test_a_value_that_cannot_be_used_is_said_and_left_out(
    line: str, said: str, config: Path
) -> None:
    config.write_text(line)
    settings = load(config)
    (warning,) = settings.warnings
    assert said in warning
    assert str(config) in warning
    assert Settings(warnings=settings.warnings) == settings


def test_a_bad_variable_leaves_the_files_value(config: Path) -> None:
    config.write_text('site = "demo"')
    settings = load(config, {"DATAGOUV_TUI_SITE": "prod"})
    assert settings.site.name == "demo"
    assert "DATAGOUV_TUI_SITE" in settings.warnings[0]


def test_one_bad_key_leaves_the_others(config: Path) -> None:
    config.write_text("[keys]\nquit = 3\nhelp = 'f1'")
    assert load(config).keys == {"help": "f1"}


def test_warnings_are_in_the_language_chosen(config: Path) -> None:
    config.write_text('lang = "fr"\nthem = "nord"')
    sources = read_sources({"DATAGOUV_TUI_CONFIG": str(config)})
    i18n.install(language(sources))
    assert "Vouliez-vous dire theme" in resolve(sources, {}).warnings[0]


@pytest.mark.parametrize(
    ("flag", "variable", "content", "locale", "chosen"),
    [
        ("", "", "", "", "en"),
        ("", "", "", "fr_FR.UTF-8", "fr"),
        ("", "", 'lang = "en"', "fr_FR.UTF-8", "en"),
        ("", "fr", 'lang = "en"', "", "fr"),
        ("en", "fr", "", "fr_FR.UTF-8", "en"),
        ("de", "it", 'lang = "es"', "fr_FR.UTF-8", "fr"),
    ],
)
def test_the_language_is_the_first_that_is_asked_for(
    flag: str, variable: str, content: str, locale: str, chosen: str, config: Path
) -> None:
    config.write_text(content)
    environment = {
        "DATAGOUV_TUI_CONFIG": str(config),
        "DATAGOUV_TUI_LANG": variable,
        "LANG": locale,
    }
    assert language(read_sources(environment), flag) == chosen


@pytest.mark.parametrize(
    ("given_url", "root"),
    [
        ("http://localhost:7000", "http://localhost:7000"),
        ("http://localhost:7000/", "http://localhost:7000"),
        ("https://www.data.gouv.fr/api", "https://www.data.gouv.fr"),
        ("https://www.data.gouv.fr/api/1/", "https://www.data.gouv.fr"),
        ("https://www.data.gouv.fr/api/2", "https://www.data.gouv.fr"),
        (" https://example.org/udata/api/1 ", "https://example.org/udata"),
        ("https://example.org/apiary", "https://example.org/apiary"),
        ("http://[::1]:80", "http://[::1]:80"),
    ],
)
def test_a_server_is_given_by_its_root_or_by_its_api(given_url: str, root: str) -> None:
    assert server_root(given_url) == root


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost",
        "ftp://a",
        "file:///etc/passwd",
        "http://",
        "http://a:99999",
        "http://a b",
        "http://[::1",
        "http://a/?q=1",
        "http://a/#x",
        "http://me:secret@a",
    ],
)
def test_anything_else_is_no_server(text: str) -> None:
    with pytest.raises(OptionError):
        server_root(text)


@given(st.text())
def test_a_server_is_read_or_refused(text: str) -> None:
    try:
        root = server_root(text)
    except OptionError:
        return
    assert server_root(root) == root


@pytest.mark.parametrize(
    ("raw", "duration"),
    [("300ms", 0.3), ("2s", 2.0), ("0.5", 0.5), (".5 s", 0.5), (1, 1.0), (0.25, 0.25)],
)
def test_a_duration_has_a_unit_or_is_in_seconds(raw: object, duration: float) -> None:
    assert seconds(raw) == pytest.approx(duration)


@pytest.mark.parametrize(("raw", "value"), [("0.1", 0.1), ("10%", 0.1), (1, 1.0), (0, 0.0)])
def test_a_share_is_also_a_percentage(raw: object, value: float) -> None:
    assert share(raw) == pytest.approx(value)


def test_a_site_of_ones_own_may_have_no_metrics(config: Path) -> None:
    assert load(config, metrics_url="none").site.metrics_url is None


def test_the_sample_site_has_no_server_to_point_elsewhere(config: Path) -> None:
    config.write_text('main_url = "http://localhost:7000"')
    settings = load(config, site="sample")
    assert settings.site == SITES["sample"]
    assert settings.warnings == ()


def test_only_the_sample_site_is_inside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert asgi_app(Settings()) is None
    assert asgi_app(Settings(site=SITES["demo"])) is None
    assert asgi_app(Settings(site=SITES["sample"])) is not None


async def test_the_sample_site_is_as_slow_and_faulty_as_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    site = SITES["sample"]
    chosen = Settings(site=site, fault_rate=1.0)
    assert await status_of(chosen) != 200
    assert await status_of(Settings(site=site, faults=("418",))) == 418
    assert await status_of(Settings(site=site, faults=("418",), fault_rate=1e-9)) == 200


async def status_of(chosen: Settings) -> int:
    """What a sample site so chosen answers; 0 for a connection that breaks."""
    import httpx

    app = await asyncio.to_thread(asgi_app, chosen)
    assert app is not None
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=chosen.site.main_url) as client:
        try:
            return (await client.get("/api/1/datasets/licenses/")).status_code
        except httpx.HTTPError:
            return 0


def test_every_site_has_its_three_servers_as_roots() -> None:
    for site in SITES.values():
        urls = [site.web_url, site.main_url, site.tabular_url, site.metrics_url]
        assert all(server_root(url) == url for url in urls if url)


def test_the_documentation_names_every_setting() -> None:
    page = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text()
    for option in OPTIONS:
        assert f"`{option.key}`" in page
        assert f"`{option.variable}`" in page
        assert f"`--{option.flag}" in page
