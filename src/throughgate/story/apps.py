from django.apps import AppConfig


class StoryConfig(AppConfig):
    name = "throughgate.story"
    label = "story"

    def ready(self) -> None:
        from throughgate.record.kinds import register
        from throughgate.story.kinds import STORY_KINDS
        from throughgate.story.merge_followers import register_followers
        from throughgate.story.merge_rules import register_merge_rules

        register(*STORY_KINDS)
        register_merge_rules()
        register_followers()
