"""The routes of the Main API that the sample site tells of, a line each.

A line is a method, a path, the id of the operation, what it does; then, after a colon, the
parameters of its query, of which those with a star are required, and after an angle what is sent.
Lines such as ``= datasets /datasets`` say the tag of those that follow, and what their paths begin
with.
"""

from __future__ import annotations

from typing import Final

_LISTED: Final = "q sort page page_size"
_FACETED: Final = f"{_LISTED} tag organization producer_type last_update_range"
_OF_DATASETS: Final = (
    f"{_LISTED} tag license featured geozone granularity temporal_coverage access_type "
    "organization badge organization_badge owner format schema topic"
)

_OF_FILES: Final = "page page_size sort dataset organization owner"
_SEARCHED: Final = f"{_OF_DATASETS} last_update_range"

FIRST: Final = f"""
= site /site
GET / get_site What the site is
GET /catalog rdf_catalog The catalogue, as the client reads it
GET /catalog.{{_format}} rdf_catalog_format The catalogue as RDF : page page_size
GET /data.{{_format}} data_portal Sends to the catalogue as RDF
GET /datasets.csv site_datasets_csv All datasets as CSV
GET /resources.csv site_resources_csv All files as CSV
GET /organizations.csv site_organizations_csv All organizations as CSV
GET /reuses.csv site_reuses_csv All reuses as CSV
GET /dataservices.csv site_dataservices_csv All APIs as CSV
GET /harvests.csv site_harvests_csv All harvested catalogues as CSV
GET /tags.csv site_tags_csv All tags as CSV
= datasets /datasets
GET / list_datasets Lists datasets, or searches them : {_OF_DATASETS} followed_by
GET /{{dataset}}/ get_dataset One dataset
PUT /{{dataset}}/ update_dataset Changes a dataset > Dataset
GET /{{dataset}}/resources/{{rid}}/ get_resource A file of a dataset
GET /{{dataset}}/rdf rdf_dataset A dataset as linked data
GET /{{dataset}}/rdf.{{_format}} rdf_dataset_format A dataset in a form of RDF
GET /r/{{id}} redirect_resource Sends to the file itself
GET /community_resources/ list_community_resources Files of others : {_OF_FILES}
GET /community_resources/{{community}}/ retrieve_community_resource A file of others
GET /suggest/ suggest_datasets Titles that begin so : q* size
GET /suggest/formats/ suggest_formats Formats that begin so : q* size
GET /suggest/mime/ suggest_mime Media types that begin so : q* size
GET /badges/ available_dataset_badges The badges of datasets
GET /licenses/ list_licenses The licences
GET /frequencies/ list_frequencies How often data may change
GET /extensions/ allowed_extensions Extensions of files
GET /schemas/ schemas The schemas of the national catalogue
GET /resource_types/ resource_types What a file may be
GET /recent.atom recent_datasets_atom_feed The newest, as Atom
GET /{{id}}/followers/ list_dataset_followers Who follows it : page page_size user
POST /{{id}}/followers/ follow_dataset Follows it
DELETE /{{id}}/followers/ unfollow_dataset Follows it no longer
= reuses /reuses
GET / list_reuses Lists reuses : {_LISTED} tag type topic dataset organization owner
GET /{{reuse}}/ get_reuse One reuse
GET /suggest/ suggest_reuses Titles that begin so : q* size
GET /types/ reuse_types What a reuse may be
GET /topics/ reuse_topics What a reuse may be about
GET /recent.atom recent_reuses_atom_feed The newest, as Atom
GET /{{id}}/followers/ list_reuse_followers Who follows it : page page_size user
POST /{{id}}/followers/ follow_reuse Follows it
DELETE /{{id}}/followers/ unfollow_reuse Follows it no longer
= dataservices /dataservices
GET / list_dataservices Lists APIs : {_LISTED} tag organization owner
GET /{{dataservice}}/ get_dataservice One API
GET /suggest/ suggest_dataservices Titles that begin so : q* size
GET /recent.atom recent_dataservices_atom_feed The newest, as Atom
GET /{{id}}/followers/ list_dataservice_followers Who follows it : page page_size user
POST /{{id}}/followers/ follow_dataservice Follows it
DELETE /{{id}}/followers/ unfollow_dataservice Follows it no longer
= organizations /organizations
GET / list_organizations Lists organizations : {_LISTED} name badge
GET /{{org}}/ get_organization One organization
GET /{{org}}/datasets/ list_organization_datasets Its datasets : page page_size sort
GET /{{org}}/contacts/ list_organization_contacts Whom to write to there : page page_size
GET /{{org}}/catalog rdf_organization Its catalogue, as the client reads it
GET /{{org}}/catalog.{{_format}} rdf_organization_format Its catalogue as RDF : page page_size
GET /{{org}}/datasets.csv organization_datasets_csv Its datasets as CSV
GET /{{org}}/dataservices.csv organization_dataservices_csv Its APIs as CSV
GET /{{org}}/discussions.csv organization_discussions_csv Its discussions as CSV
GET /{{org}}/datasets-resources.csv organization_resources_csv Its files as CSV
GET /suggest/ suggest_organizations Names that begin so : q* size
GET /badges/ available_organization_badges The badges of organizations
GET /{{id}}/followers/ list_organization_followers Who follows it : page page_size user
POST /{{id}}/followers/ follow_organization Follows it
DELETE /{{id}}/followers/ unfollow_organization Follows it no longer
= users /users
GET / list_users Everybody; administrators only : page page_size
GET /{{user}}/ get_user One person
GET /{{user}}/contacts/ list_user_contacts Whom to write to for a person : page page_size
GET /suggest/ suggest_users Names that begin so : q* size
GET /{{id}}/followers/ list_user_followers Who follows it : page page_size user
POST /{{id}}/followers/ follow_user Follows it
DELETE /{{id}}/followers/ unfollow_user Follows it no longer
= me /me
GET / get_me Who you are
GET /datasets/ my_datasets Your datasets
GET /org_datasets/ my_org_datasets Yours and those of your organizations
GET /reuses/ my_reuses Your reuses
GET /org_reuses/ my_org_reuses Yours and those of your organizations
= notifications /notifications
GET / list_notifications What you are told : handled page page_size
POST /{{notification}}/read/ read_notification Marks one as read
= discussions /discussions
GET / list_discussions Lists discussions : for closed sort page page_size
POST / create_discussion Opens a discussion > DiscussionStart
GET /{{id}}/ get_discussion One discussion
POST /{{id}}/ comment_discussion Answers in a discussion > DiscussionResponse
= posts /posts
GET / list_posts Lists news : {_LISTED}
GET /{{post}}/ get_post One piece of news
GET /recent.atom recent_posts_atom_feed The newest, as Atom
= spatial /spatial
GET /zones/suggest/ suggest_zones Names that begin so : q* size
GET /zones/{{ids}}/ spatial_zones Several zones with their shapes
GET /zone/{{id}}/ spatial_zone One zone
GET /coverage/{{level}}/ spatial_coverage What is published at a level
GET /granularities/ spatial_granularities How fine data may be
GET /levels/ spatial_levels The levels of zones
= tags /tags
GET /suggest/ suggest_tags Tags that begin so : q* size
= harvest /harvest
GET /sources/ list_harvest_sources Lists harvested catalogues : q owner page page_size
GET /source/{{source}}/ get_harvest_source One harvested catalogue
GET /source/{{source}}/jobs/ list_harvest_jobs Its harvests : page page_size
GET /job/{{job}}/ get_harvest_job One harvest
GET /job/{{job}}/items/ list_harvest_job_items What it took : status page page_size
= contacts /contacts
GET /{{contact_point}}/ get_contact_point One contact
= activity /activity
GET / activity What was done lately : page page_size sort user organization related_to
"""

SECOND: Final = f"""
= datasets /datasets
GET / list_datasets Lists datasets, files apart : {_OF_DATASETS} followed_by
GET /search/ search_datasets Searches datasets, and counts by filter : {_SEARCHED}
GET /{{dataset}}/ get_dataset One dataset, its files apart
GET /{{dataset}}/resources/ list_resources The files of a dataset : q type page page_size
GET /{{dataset}}/schemas/ get_dataset_schemas The schemas of its files
GET /{{dataset}}/extras/ get_dataset_extras What its producer added
GET /resources/{{rid}}/ get_resource A file, whatever its dataset
= organizations /organizations
GET /search/ search_organizations Searches organizations : {_LISTED} badge
= reuses /reuses
GET / list_reuses Lists reuses, datasets apart : {_LISTED} tag type topic organization owner
GET /search/ search_reuses Searches reuses, and counts by filter : {_FACETED} type topic
= dataservices /dataservices
GET /search/ search_dataservices Searches APIs, and counts by filter : {_FACETED} access_type
= discussions /discussions
GET /search/ search_discussions Searches discussions : {_LISTED} closed
= topics /topics
GET / list_topics Lists topics : {_LISTED} tag
GET /search/ search_topics Searches topics : {_FACETED}
GET /{{topic}}/ get_topic One topic
GET /{{topic}}/elements/ topic_elements What is in a topic : q class tag page page_size
= posts /posts
GET /search/ search_posts Searches news : {_LISTED}
"""
