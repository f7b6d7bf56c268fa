from django.db import models


class StoredFile(models.Model):
    """One uploaded file. The content lies in the data folder under its hash: the same content is kept once."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name
