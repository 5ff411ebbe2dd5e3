<?xml version="1.0" encoding="UTF-8"?>
<!-- The job of xml.policy.jsonc for xsltproc; the NIR itself is written. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="xml" encoding="UTF-8"/>
<xsl:template match="/envois">
<envois>
<xsl:text>&#10;</xsl:text>
<xsl:for-each select="envoi">
<envoi>
<xsl:copy-of select="version_schema"/>
<xsl:apply-templates select="patient"/>
<xsl:apply-templates select="pharmacie"/>
<prelevement><xsl:copy-of select="prelevement/date | prelevement/type"/></prelevement>
<resultat><xsl:copy-of select="resultat/code | resultat/valeur | resultat/loinc"/></resultat>
</envoi>
<xsl:text>&#10;</xsl:text>
</xsl:for-each>
</envois>
</xsl:template>
<xsl:template match="patient">
<patient>
<xsl:copy-of select="nir"/>
<date_naissance><xsl:value-of select="substring(date_naissance, 1, 4)"/></date_naissance>
<xsl:copy-of select="sexe"/>
<adresse><code_postal><xsl:value-of select="substring(adresse/code_postal, 1, 2)"/></code_postal></adresse>
</patient>
</xsl:template>
<xsl:template match="pharmacie">
<pharmacie><xsl:copy-of select="finess | nom"/></pharmacie>
</xsl:template>
</xsl:stylesheet>
