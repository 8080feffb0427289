// What the child may parse at all. A format or decoder that is not here does not exist for it: playlists
// (HLS, concat), images that name other files, scripts and games are left out on purpose.
#pragma once

namespace sheaf::media {

/// Demuxers by FFmpeg's short names.
inline constexpr const char *allowed_formats =
    "mov,matroska,mpegts,mpeg,mpegvideo,avi,ogg,flv,asf,mxf,gif,apng,h264,hevc,obu,ivf,m4v,"
    "rm,dv,nut,wtv,bmp_pipe,jpeg_pipe,mjpeg,j2k_pipe,jpegxl_pipe,pam_pipe,ppm_pipe,tga_pipe";

/// Decoders by FFmpeg's names.
inline constexpr const char *allowed_codecs =
    // pictures
    "h264,hevc,vp8,vp9,libdav1d,libaom-av1,mpeg1video,mpeg2video,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,h263,"
    "h263p,flv,wmv1,wmv2,wmv3,vc1,"
    "theora,mjpeg,prores,dnxhd,dvvideo,ffv1,huffyuv,ffvhuff,utvideo,svq1,svq3,rv30,rv40,cinepak,qtrle,"
    "rawvideo,v210,gif,apng,png,bmp,"
    "jpeg2000,libjxl,pam,ppm,targa,"
    // sound
    "aac,aac_latm,mp1float,mp2float,mp3float,mp2,mp3,ac3,eac3,opus,libopus,vorbis,flac,alac,dca,wmav1,wmav2,"
    "wmapro,amrnb,amrwb,libopencore_amrnb,"
    "libopencore_amrwb,cook,speex,libspeex,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,pcm_s16le,pcm_s16be,pcm_s24le,"
    "pcm_s24be,pcm_s32le,pcm_s32be,pcm_u8,"
    "pcm_s8,pcm_f32le,pcm_f32be,pcm_f64le,pcm_mulaw,pcm_alaw,pcm_bluray,pcm_dvd";

}
